package io.bkm.streams.exposition;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Floats as Go writes and reads them. Not for the hot path. */
public final class GoFloat {

    private static final Pattern HEX =
            Pattern.compile("[+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");

    private static final Pattern HEX_START = Pattern.compile("[+-]?0[xX]");

    /** An underscore stands between digits; the hexadecimal prefix counts as one. */
    private static final Pattern STRAY_UNDERSCORE = Pattern.compile("(?<![0-9])_|_(?![0-9])");

    private static final Pattern STRAY_HEX_UNDERSCORE = Pattern.compile("(?<![0-9a-fA-F]|0[xX])_|_(?![0-9a-fA-F])");

    /** {@code %g} writes an exponent from here on when the digits are the fewest possible. */
    private static final int EXPONENT_FROM = 6;

    private GoFloat() {}

    /** As {@code strconv.FormatFloat(value, 'g', -1, 64)}: the fewest digits that read back as {@code value}. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        var sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0";
        }
        var shortest = shortest(Math.abs(value));
        var digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        if (exponent < -4 || exponent >= EXPONENT_FROM) {
            var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            return "%s%c%se%c%02d"
                    .formatted(sign, digits.charAt(0), fraction, exponent < 0 ? '-' : '+', Math.abs(exponent));
        }
        return sign + shortest.toPlainString();
    }

    /** As {@link #format}, with {@code .0} after a whole number: the form of {@code le} and {@code quantile}. */
    public static String formatOpenMetrics(double value) {
        var text = format(value);
        boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return text.equals("-0") ? "0.0" : whole ? text + ".0" : text;
    }

    /** As {@code strconv.ParseFloat(text, 64)}, hexadecimal and underscores included; empty where that is an error. */
    public static OptionalDouble parse(String text) {
        var plain = text.indexOf('_') < 0 ? text : withoutUnderscores(text);
        if (HEX.matcher(plain).matches()) {
            double value = Double.parseDouble(plain);
            return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        var scanner = new FloatScanner();
        double value = scanner.parse(bytes, 0, bytes.length);
        return scanner.end() < 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static String withoutUnderscores(String text) {
        var stray = HEX_START.matcher(text).lookingAt() ? STRAY_HEX_UNDERSCORE : STRAY_UNDERSCORE;
        return stray.matcher(text).find() ? text : text.replace("_", "");
    }

    /** Positive. The JDK's shortest has two digits at least, and its last one may be more than is needed. */
    private static BigDecimal shortest(double value) {
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            var one = decimal.round(new MathContext(1));
            if (one.doubleValue() == value) {
                return one;
            }
        }
        return decimal;
    }
}

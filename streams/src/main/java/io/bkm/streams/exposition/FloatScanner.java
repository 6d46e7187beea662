package io.bkm.streams.exposition;

/**
 * Reads floats from bytes, without allocation for all but a handful of texts. Accepts what Go's
 * {@code strconv.ParseFloat} accepts before Go 1.13, as Prometheus does: decimal with an optional exponent,
 * {@code NaN}, {@code Inf} and {@code Infinity} in any case, no hexadecimal, no underscores. A value that is too large
 * is refused; one that is too small is 0.
 *
 * <p>Numbers are rounded to the nearest double, ties to even. A mantissa below 2^53 with a power of ten up to 22 needs
 * one multiplication or division (Clinger); most others are {@link EiselLemire}'s; the rest is left to the JDK.
 */
final class FloatScanner {

    /** The NaN of Prometheus: every NaN read from an exposition has these bits. */
    static final double NAN = Double.longBitsToDouble(0x7ff8000000000001L);

    /** So many digits always fit an unsigned long. */
    private static final int MAX_DIGITS = 19;

    /** Go stops adding digits to an exponent here. */
    private static final int EXPONENT_CAP = 10_000;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private int end;
    private boolean outOfRange;

    /** Where the number that {@link #scan} read ends; -1 when there was none. */
    int end() {
        return end;
    }

    /**
     * The decimal number at {@code from}, as far as it goes. Infinite when it is too large. Check {@link #end()}.
     */
    double scan(byte[] buffer, int from, int to) {
        int at = from;
        boolean negative = false;
        if (at < to && (buffer[at] == '-' || buffer[at] == '+')) {
            negative = buffer[at] == '-';
            at++;
        }
        int mantissaStart = at;
        long mantissa = 0;
        int digit;
        while (at < to && (digit = buffer[at] - '0') >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            at++;
        }
        int digits = at - mantissaStart;
        int exponent = 0;
        if (at < to && buffer[at] == '.') {
            at++;
            int fractionStart = at;
            while (at < to && (digit = buffer[at] - '0') >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                at++;
            }
            exponent = fractionStart - at;
            digits -= exponent;
        }
        if (digits == 0) {
            end = -1;
            return 0;
        }
        int mantissaEnd = at;
        if (at < to && (buffer[at] | 0x20) == 'e') {
            exponent += exponent(buffer, at + 1, to);
            if (end < 0) {
                return 0;
            }
        } else {
            end = at;
        }
        if (digits > MAX_DIGITS) {
            return scanLong(buffer, mantissaStart, mantissaEnd, exponent, negative);
        }
        return toDouble(mantissa, exponent, negative, buffer, mantissaStart, mantissaEnd);
    }

    /** Whether {@link #parse} refused a number only because it is too large. */
    boolean outOfRange() {
        return outOfRange;
    }

    /** The float that is all of [from, to). {@link #end()} is -1 when that is none. */
    double parse(byte[] buffer, int from, int to) {
        double number = scan(buffer, from, to);
        outOfRange = end == to && Double.isInfinite(number);
        if (end == to && !outOfRange) {
            return number;
        }
        end = -1;
        int at = from < to && (buffer[from] == '-' || buffer[from] == '+') ? from + 1 : from;
        if (equalsIgnoreCase(buffer, at, to, "inf") || equalsIgnoreCase(buffer, at, to, "infinity")) {
            end = to;
            return buffer[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (equalsIgnoreCase(buffer, from, to, "nan")) {
            end = to;
            return NAN;
        }
        return 0;
    }

    private static boolean equalsIgnoreCase(byte[] buffer, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((buffer[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads an exponent's digits and sign; sets {@link #end}. */
    private int exponent(byte[] buffer, int from, int to) {
        int at = from;
        boolean negative = false;
        if (at < to && (buffer[at] == '-' || buffer[at] == '+')) {
            negative = buffer[at] == '-';
            at++;
        }
        int start = at;
        int exponent = 0;
        int digit;
        while (at < to && (digit = buffer[at] - '0') >= 0 && digit <= 9) {
            if (exponent < EXPONENT_CAP) {
                exponent = exponent * 10 + digit;
            }
            at++;
        }
        end = at == start ? -1 : at;
        return negative ? -exponent : exponent;
    }

    private static double toDouble(
            long mantissa, int exponent, boolean negative, byte[] buffer, int mantissaStart, int mantissaEnd) {
        if (mantissa >= 0 && mantissa <= 1L << 53 && exponent >= -22 && exponent <= 22) {
            double exact = mantissa;
            double value = exponent < 0 ? exact / POWERS_OF_TEN[-exponent] : exact * POWERS_OF_TEN[exponent];
            return negative ? -value : value;
        }
        if (mantissa == 0) {
            return negative ? -0.0 : 0.0;
        }
        long bits = EiselLemire.toBits(mantissa, exponent);
        if (bits != EiselLemire.UNSURE) {
            double value = Double.longBitsToDouble(bits);
            return negative ? -value : value;
        }
        return slow(buffer, mantissaStart, mantissaEnd, exponent, negative);
    }

    /** More digits than a long holds: leading zeros do not count, and the first 19 others nearly always decide. */
    private static double scanLong(byte[] buffer, int mantissaStart, int mantissaEnd, int exponent, boolean negative) {
        long mantissa = 0;
        int digits = 0;
        int dropped = 0;
        for (int at = mantissaStart; at < mantissaEnd; at++) {
            int digit = buffer[at] - '0';
            if (buffer[at] == '.' || (digit == 0 && digits == 0)) {
                continue;
            }
            if (digits < MAX_DIGITS) {
                mantissa = mantissa * 10 + digit;
                digits++;
            } else {
                dropped++;
            }
        }
        if (dropped == 0) {
            return toDouble(mantissa, exponent, negative, buffer, mantissaStart, mantissaEnd);
        }
        long bits = EiselLemire.toBits(mantissa, exponent + dropped);
        if (bits != EiselLemire.UNSURE && bits == EiselLemire.toBits(mantissa + 1, exponent + dropped)) {
            double value = Double.longBitsToDouble(bits);
            return negative ? -value : value;
        }
        return slow(buffer, mantissaStart, mantissaEnd, exponent, negative);
    }

    private static double slow(byte[] buffer, int mantissaStart, int mantissaEnd, int exponent, boolean negative) {
        var digits = new StringBuilder(mantissaEnd - mantissaStart + 8);
        for (int at = mantissaStart; at < mantissaEnd; at++) {
            if (buffer[at] != '.') {
                digits.append((char) buffer[at]);
            }
        }
        double value = Double.parseDouble(digits.append('e').append(exponent).toString());
        return negative ? -value : value;
    }
}

package io.bkm.actors.mirror;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which of the ways to write a text Go's {@code gopkg.in/yaml.v2} chooses. */
final class GoScalar {

    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        LITERAL
    }

    /** Texts that would be read as a boolean, nothing, a number or a merge. */
    private static final Set<String> WORDS = Set.of(
            "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N", "no", "No", "NO",
            "false", "False", "FALSE", "off", "Off", "OFF", "", "~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN",
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");

    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    /** What Go's {@code strconv.ParseFloat} takes of texts that begin with a dot. */
    private static final Pattern DOT_FLOAT = Pattern.compile("\\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?");

    /** An oversight of yaml.v2, which takes a sign behind this prefix. */
    private static final Pattern SIGN_INSIDE = Pattern.compile("0b[-+][01]+");

    private static final Pattern SEXAGESIMAL = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
            + "(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})"
            + "| ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)?");
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern PREFIXED = Pattern.compile("0(?:[xX][0-9a-fA-F]+|[bB][01]+|[oO]?[0-7]+)");

    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private GoScalar() {}

    /** Whether a key can stand before its colon on one line. */
    static boolean isSimpleKey(String key, int longest) {
        return key.chars().noneMatch(GoScalar::isBreak) && key.getBytes(StandardCharsets.UTF_8).length <= longest;
    }

    static Style style(String text, boolean key) {
        if (text.isEmpty()) {
            return Style.DOUBLE_QUOTED;
        }
        var seen = Seen.of(text);
        if (text.indexOf('\n') >= 0) {
            return seen.literalAllowed() && !key ? Style.LITERAL : Style.DOUBLE_QUOTED;
        }
        if (isReadAsAnother(text)) {
            return Style.DOUBLE_QUOTED;
        }
        if (seen.plainAllowed()) {
            return Style.PLAIN;
        }
        return seen.singleQuotesAllowed() ? Style.SINGLE_QUOTED : Style.DOUBLE_QUOTED;
    }

    static boolean isBreak(int code) {
        return code == '\r' || code == '\n' || code == 0x85 || code == 0x2028 || code == 0x2029;
    }

    static boolean isPrintable(int code) {
        return code == '\n'
                || (code >= 0x20 && code <= 0x7E)
                || (code >= 0xA0 && code <= 0xD7FF)
                || (code >= 0xE000 && code <= 0xFFFD && code != 0xFEFF);
    }

    private static boolean isReadAsAnother(String text) {
        if (WORDS.contains(text)) {
            return true;
        }
        char first = text.charAt(0);
        if (first == '.') {
            return DOT_FLOAT.matcher(text).matches() && isFinite(text.replace("_", ""));
        }
        if (first != '+' && first != '-' && (first < '0' || first > '9')) {
            return false;
        }
        var plain = text.replace("_", "");
        return isInteger(plain)
                || SIGN_INSIDE.matcher(plain).matches()
                || (FLOAT.matcher(plain).matches() && isFinite(plain))
                || isDate(text)
                || SEXAGESIMAL.matcher(text).matches();
    }

    private static boolean isFinite(String number) {
        return Double.isFinite(Double.parseDouble(number));
    }

    /** Of 64 bits, with the prefixes that Go knows. */
    private static boolean isInteger(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        var digits = signed ? text.substring(1) : text;
        BigInteger value;
        if (DECIMAL.matcher(digits).matches()) {
            value = new BigInteger(digits);
        } else if (PREFIXED.matcher(digits).matches()) {
            value = prefixed(digits.toLowerCase(Locale.ROOT));
        } else {
            return false;
        }
        var limit = text.startsWith("-") ? MAX_LONG.add(BigInteger.ONE) : signed ? MAX_LONG : MAX_UNSIGNED;
        return value.compareTo(limit) <= 0;
    }

    private static BigInteger prefixed(String digits) {
        return switch (digits.charAt(1)) {
            case 'x' -> new BigInteger(digits.substring(2), 16);
            case 'b' -> new BigInteger(digits.substring(2), 2);
            case 'o' -> new BigInteger(digits.substring(2), 8);
            default -> new BigInteger(digits, 8);
        };
    }

    private static boolean isDate(String text) {
        var date = DATE.matcher(text);
        if (!date.matches()) {
            return false;
        }
        int month = Integer.parseInt(date.group(2));
        int day = Integer.parseInt(date.group(3));
        boolean leap = java.time.Year.isLeap(Integer.parseInt(date.group(1)));
        if (month < 1
                || month > 12
                || day < 1
                || day > java.time.Month.of(month).length(leap)) {
            return false;
        }
        int time = date.group(4) != null ? 4 : date.group(7) != null ? 7 : 0;
        return time == 0
                || (Integer.parseInt(date.group(time)) < 24
                        && Integer.parseInt(date.group(time + 1)) < 60
                        && Integer.parseInt(date.group(time + 2)) < 60);
    }

    /** What a text is made of, as far as the ways to write it depend on it. */
    private record Seen(
            boolean indicators,
            boolean lineBreaks,
            boolean special,
            boolean blankAtAnEnd,
            boolean breakAtAnEnd,
            boolean blankAtTheEnd,
            boolean breakThenBlank,
            boolean blankThenBreak) {

        static Seen of(String text) {
            boolean lineBreaks = false;
            boolean special = false;
            boolean breakThenBlank = false;
            boolean blankThenBreak = false;
            int before = 'x';
            int code;
            for (int i = 0; i < text.length(); i += Character.charCount(code)) {
                code = text.codePointAt(i);
                special |= !isPrintable(code);
                if (code == ' ') {
                    breakThenBlank |= isBreak(before);
                } else if (isBreak(code)) {
                    lineBreaks = true;
                    blankThenBreak |= before == ' ';
                }
                before = code;
            }
            int first = text.charAt(0);
            int last = text.charAt(text.length() - 1);
            return new Seen(
                    hasIndicators(text),
                    lineBreaks,
                    special,
                    first == ' ' || last == ' ',
                    isBreak(first) || isBreak(last),
                    last == ' ',
                    breakThenBlank,
                    blankThenBreak);
        }

        private static boolean hasIndicators(String text) {
            if (text.startsWith("---") || text.startsWith("...")) {
                return true;
            }
            char first = text.charAt(0);
            if ("#,[]{}&*!|>'\"%@`".indexOf(first) >= 0) {
                return true;
            }
            if ("?:-".indexOf(first) >= 0 && isBlankOrEnd(text, 1)) {
                return true;
            }
            for (int i = 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c == ':' && isBlankOrEnd(text, i + 1)) || (c == '#' && isBlankOrBreak(text.charAt(i - 1)))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isBlankOrEnd(String text, int at) {
            return at >= text.length() || text.charAt(at) == ' ' || text.charAt(at) == '\t';
        }

        private static boolean isBlankOrBreak(char c) {
            return c == ' ' || c == '\t' || isBreak(c) || c == 0;
        }

        boolean plainAllowed() {
            return singleQuotesAllowed() && !(blankAtAnEnd || breakAtAnEnd || lineBreaks || indicators);
        }

        boolean singleQuotesAllowed() {
            return !(breakThenBlank || blankThenBreak || special);
        }

        boolean literalAllowed() {
            return !(blankAtTheEnd || blankThenBreak || special);
        }
    }
}

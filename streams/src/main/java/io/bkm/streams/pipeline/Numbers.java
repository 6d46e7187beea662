package io.bkm.streams.pipeline;

import java.nio.charset.StandardCharsets;

/** Values of the exposition formats as JSON numbers. */
final class Numbers {

    /** Longer texts are read as a number first: they may be too big for a double. */
    private static final int LONGEST_COPIED = 40;

    private Numbers() {}

    /**
     * The end of the number at {@code from} when its text is a JSON number and surely a finite double, so that it can be
     * copied as it stands; -1 when it has to be read.
     */
    static int jsonNumber(byte[] text, int from, int end) {
        int at = from;
        if (at < end && text[at] == '-') {
            at++;
        }
        int digits = at;
        at = digits(text, at, end);
        if (at == digits || (text[digits] == '0' && at - digits > 1)) {
            return -1;
        }
        if (at < end && text[at] == '.') {
            int fraction = at + 1;
            at = digits(text, fraction, end);
            if (at == fraction) {
                return -1;
            }
        }
        if (at < end && (text[at] | 0x20) == 'e') {
            at++;
            if (at < end && (text[at] == '-' || text[at] == '+')) {
                at++;
            }
            int exponent = at;
            at = digits(text, at, end);
            if (at == exponent || at - exponent > 2) {
                return -1;
            }
        }
        return at - from > LONGEST_COPIED ? -1 : at;
    }

    private static int digits(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /**
     * Reads a value that {@link #jsonNumber} did not take.
     *
     * @throws NumberFormatException when it is not a decimal number, {@code NaN} or {@code Inf}, or too big for a double
     */
    static double read(byte[] text, int from, int to) {
        var value = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        boolean sign = value.startsWith("+") || value.startsWith("-");
        var word = sign ? value.substring(1) : value;
        if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
            return value.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (value.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        for (int i = 0; i < value.length(); i++) {
            if ("0123456789+-.eE".indexOf(value.charAt(i)) < 0) {
                throw new NumberFormatException(value + " (expected: a decimal number)");
            }
        }
        double number = Double.parseDouble(value);
        if (Double.isInfinite(number)) {
            throw new NumberFormatException(value + " (expected: within the range of a double)");
        }
        return number;
    }
}

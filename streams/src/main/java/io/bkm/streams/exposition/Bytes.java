package io.bkm.streams.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searching in bytes, eight at a time where there are eight. Nothing here reads at or beyond its {@code to}: a body may
 * fill its buffer exactly.
 */
final class Bytes {

    static final long ONES = 0x0101010101010101L;
    static final long HIGHS = 0x8080808080808080L;

    private static final long NEWLINES = ONES * '\n';
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What a byte may be part of, indexed by its value as unsigned. */
    private static final byte[] CLASSES = new byte[256];

    private static final int METRIC_START = 1;
    private static final int METRIC_PART = 2;
    private static final int LABEL_START = 4;
    private static final int LABEL_PART = 8;

    static {
        for (int c = 'a'; c <= 'z'; c++) {
            CLASSES[c] = METRIC_START | METRIC_PART | LABEL_START | LABEL_PART;
            CLASSES[c - 'a' + 'A'] = METRIC_START | METRIC_PART | LABEL_START | LABEL_PART;
        }
        CLASSES['_'] = METRIC_START | METRIC_PART | LABEL_START | LABEL_PART;
        CLASSES[':'] = METRIC_START | METRIC_PART;
        for (int c = '0'; c <= '9'; c++) {
            CLASSES[c] = METRIC_PART | LABEL_PART;
        }
    }

    private Bytes() {}

    /** The eight bytes from {@code at}, the first one lowest. */
    static long eight(byte[] buffer, int at) {
        return (long) LONGS.get(buffer, at);
    }

    /**
     * The high bit of each byte of {@code word} that equals the byte repeated in {@code pattern}. Only the lowest bit
     * set is sure: a borrow can mark bytes above a true match.
     */
    static long matches(long word, long pattern) {
        long difference = word ^ pattern;
        return (difference - ONES) & ~difference & HIGHS;
    }

    /** The place of the next newline, {@code to} when there is none. */
    static int indexOfNewline(byte[] buffer, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long found = matches(eight(buffer, at), NEWLINES);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    static boolean startsMetricName(byte c) {
        return (CLASSES[c & 0xFF] & METRIC_START) != 0;
    }

    static boolean startsLabelName(byte c) {
        return (CLASSES[c & 0xFF] & LABEL_START) != 0;
    }

    static int endOfMetricName(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && (CLASSES[buffer[at] & 0xFF] & METRIC_PART) != 0) {
            at++;
        }
        return at;
    }

    static int endOfLabelName(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && (CLASSES[buffer[at] & 0xFF] & LABEL_PART) != 0) {
            at++;
        }
        return at;
    }

    static int skipNuls(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && buffer[at] == 0) {
            at++;
        }
        return at;
    }

    /** The place after {@code word}, where each of its bytes may be followed by NULs; -1 when it is not there. */
    static int afterWord(byte[] buffer, int from, int to, String word) {
        int at = from;
        for (int i = 0; i < word.length(); i++) {
            if (at >= to || buffer[at] != word.charAt(i)) {
                return -1;
            }
            at = skipNuls(buffer, at + 1, to);
        }
        return at;
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Whether [from, to) is {@code word}, which is ASCII. */
    static boolean equal(byte[] buffer, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (buffer[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether [from, to) is UTF-8 as Go's {@code utf8.Valid} has it: no overlong forms, no surrogates, nothing above
     * U+10FFFF.
     */
    static boolean isUtf8(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to) {
            int length = sequenceLength(buffer, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** The length of the well-formed sequence at {@code at}; 0 when there is none (Unicode 15, table 3-7). */
    private static int sequenceLength(byte[] buffer, int at, int to) {
        int lead = buffer[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (to - at < length) {
            return 0;
        }
        int second = buffer[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((buffer[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}

package io.bkm.streams.fetch;

import java.nio.charset.StandardCharsets;

/** A line in a buffer, without its line ending; a view that is good until the buffer is written to. */
final class Line {

    private final byte[] bytes;
    private final int start;
    private final int end;

    Line(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    int length() {
        return end - start;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    /** The index of a byte, or -1. */
    int indexOf(char c) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == c) {
                return i - start;
            }
        }
        return -1;
    }

    /** Whether it begins with {@code lowerCase}, written in any case. */
    boolean startsWithIgnoringCase(String lowerCase) {
        if (length() < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = at(i);
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** From an index on, without the blanks around it. Bytes above 0x7f are taken as Latin-1, as headers are. */
    String from(int index) {
        return new String(bytes, start + index, length() - index, StandardCharsets.ISO_8859_1).strip();
    }
}

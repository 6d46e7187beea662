package io.bkm.streams.exposition;

/** Finds where a quoted text ends, and says what was in it. */
final class QuotedText {

    private static final long QUOTES = Bytes.ONES * '"';
    private static final long BACKSLASHES = Bytes.ONES * '\\';
    private static final long NEWLINES = Bytes.ONES * '\n';

    private boolean backslash;
    private boolean nonAscii;

    /** Whether the text that was found last holds a backslash. */
    boolean hasBackslash() {
        return backslash;
    }

    /** Whether the text that was found last holds bytes above 0x7F. */
    boolean hasNonAscii() {
        return nonAscii;
    }

    /**
     * The place of the quote that closes the text that begins at {@code from}, -1 when there is none. After a backslash
     * anything but a newline goes.
     *
     * @param nuls whether NULs are allowed; the grammar then skips them, so that one between a backslash and a quote
     *     does not end the escape
     * @param newlines whether newlines are allowed
     */
    int end(byte[] buffer, int from, int to, boolean nuls, boolean newlines) {
        backslash = false;
        long high = 0;
        int at = from;
        while (at < to) {
            if (at <= to - Long.BYTES) {
                long word = Bytes.eight(buffer, at);
                long found = Bytes.matches(word, QUOTES) | Bytes.matches(word, BACKSLASHES);
                found |= nuls ? 0 : Bytes.matches(word, 0);
                found |= newlines ? 0 : Bytes.matches(word, NEWLINES);
                if (found == 0) {
                    high |= word;
                    at += Long.BYTES;
                    continue;
                }
                int skipped = Long.numberOfTrailingZeros(found) & -Byte.SIZE;
                high |= word & ~(-1L << skipped);
                at += skipped / Byte.SIZE;
            }
            byte c = buffer[at];
            if (c == '"') {
                nonAscii = (high & Bytes.HIGHS) != 0;
                return at;
            }
            if (c == '\\') {
                backslash = true;
                at = nuls ? Bytes.skipNuls(buffer, at + 1, to) : at + 1;
                if (at >= to || buffer[at] == '\n' || buffer[at] == 0) {
                    return -1;
                }
            } else if ((c == 0 && !nuls) || (c == '\n' && !newlines)) {
                return -1;
            }
            high |= buffer[at];
            at++;
        }
        return -1;
    }
}

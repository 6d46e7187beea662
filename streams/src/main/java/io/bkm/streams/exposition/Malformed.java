package io.bkm.streams.exposition;

/**
 * Where and why an exposition is not what its format demands. Everything before it was read properly.
 *
 * @param offset in bytes from the start of the body, of the first byte that does not fit
 * @param line of that byte, from 1
 * @param message names what was expected and what stood there
 * @param excerpt of that line, at most {@value #MAX_EXCERPT} bytes, with control bytes escaped
 */
public record Malformed(int offset, int line, String message, String excerpt) {

    static final int MAX_EXCERPT = 120;

    static Malformed at(byte[] buffer, int from, int to, int position, String message) {
        int line = 1;
        int lineStart = from;
        for (int i = from; i < position; i++) {
            if (buffer[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int lineEnd = Math.min(Bytes.indexOfNewline(buffer, lineStart, to), lineStart + MAX_EXCERPT);
        return new Malformed(position - from, line, message, Escapes.printable(buffer, lineStart, lineEnd));
    }

    @Override
    public String toString() {
        return "line " + line + ": " + message + " in: " + excerpt;
    }
}

package io.bkm.streams.scrape;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** The lines of a body that are neither comments nor empty, in pieces that end with a line. */
final class SampleLines {

    /** Far below a frame of remoting; a line that is longer is cut, as no exporter has one. */
    static final int PIECE = 64 * 1024;

    private final List<ByteString> pieces = new ArrayList<>();
    private final byte[] piece = new byte[PIECE];
    private int filled;

    private SampleLines() {}

    static List<ByteString> of(byte[] body, int length) {
        var lines = new SampleLines();
        int begin = 0;
        while (begin < length) {
            int end = begin;
            while (end < length && body[end] != '\n') {
                end++;
            }
            lines.add(body, begin, end);
            begin = end + 1;
        }
        lines.flush();
        return lines.pieces;
    }

    private void add(byte[] body, int begin, int end) {
        int from = begin;
        while (from < end && (body[from] == ' ' || body[from] == '\t' || body[from] == '\r')) {
            from++;
        }
        if (from == end || body[from] == '#') {
            return;
        }
        int count = Math.min(end - from, PIECE - 1);
        if (filled + count + 1 > PIECE) {
            flush();
        }
        System.arraycopy(body, from, piece, filled, count);
        filled += count;
        piece[filled++] = '\n';
    }

    private void flush() {
        if (filled > 0) {
            pieces.add(ByteString.fromArray(piece, 0, filled));
            filled = 0;
        }
    }
}

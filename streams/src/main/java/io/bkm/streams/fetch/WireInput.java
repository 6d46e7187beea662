package io.bkm.streams.fetch;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one response from a connection through a borrowed buffer: lines of the head, then bytes of the body. The buffer is
 * borrowed when the first byte has come.
 */
final class WireInput {

    /** Where the buffer comes from, once there is something to read. */
    interface Room {
        /** The same at each call. */
        byte[] buffer() throws FetchFailure;
    }

    /** For the rare answer that is not a scrape's: a proxy's, a token server's. */
    static Room ownRoom(int size) {
        var buffer = new byte[1][];
        return () -> {
            if (buffer[0] == null) {
                buffer[0] = new byte[size];
            }
            return buffer[0];
        };
    }

    private static final byte[] NONE = new byte[0];

    private final InputStream in;
    private final Room room;
    private byte[] buffer = NONE;
    private int position;
    private int limit;
    private int lineStart;
    private int lineEnd;
    private boolean received;

    WireInput(InputStream in, Room room) {
        this.in = in;
        this.room = room;
    }

    /** Whether a byte has come at all. */
    boolean received() {
        return received;
    }

    /** Whether the connection gave more than was read here. */
    boolean hasLeftOver() {
        return position < limit;
    }

    /**
     * Reads up to the next line feed. The line, without its line ending, is then at {@link #line} and stays there until
     * the next call of any method that reads.
     *
     * @return bytes read, the line ending among them; 0 at the end of the input; -1 when the line does not fit in the buffer
     */
    int nextLine() throws IOException, FetchFailure {
        if (!received && !awaitFirstByte()) {
            return 0;
        }
        int scanned = position;
        while (true) {
            for (; scanned < limit; scanned++) {
                if (buffer[scanned] == '\n') {
                    lineStart = position;
                    lineEnd = scanned > position && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
                    position = scanned + 1;
                    return position - lineStart;
                }
            }
            if (limit == buffer.length) {
                if (position == 0) {
                    return -1;
                }
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                scanned -= position;
                limit -= position;
                position = 0;
            }
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                return 0;
            }
            limit += count;
        }
    }

    /** Without a buffer: nobody knows how long it takes. */
    private boolean awaitFirstByte() throws IOException, FetchFailure {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        received = true;
        buffer = room.buffer();
        buffer[0] = (byte) first;
        limit = 1;
        return true;
    }

    Line line() {
        return new Line(buffer, lineStart, lineEnd);
    }

    /** The next bytes: those in the buffer first; past them a large read goes straight to its destination. */
    int read(byte[] into, int from, int count) throws IOException {
        if (position == limit) {
            if (count >= buffer.length) {
                return in.read(into, from, count);
            }
            int filled = in.read(buffer, 0, buffer.length);
            if (filled < 0) {
                return -1;
            }
            position = 0;
            limit = filled;
        }
        int copied = Math.min(count, limit - position);
        System.arraycopy(buffer, position, into, from, copied);
        position += copied;
        return copied;
    }
}

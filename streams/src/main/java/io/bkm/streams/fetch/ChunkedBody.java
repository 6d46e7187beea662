package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;

/** A body in chunks (RFC 9112, 7.1). Extensions and trailers are read and dropped. */
final class ChunkedBody implements BodySource {

    /** Of all trailers together; also how long the line of a chunk's size may be. */
    private static final int MAX_TRAILER_BYTES = 8 * 1024;

    private final WireInput wire;
    private long total;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(WireInput wire) {
        this.wire = wire;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException, FetchFailure {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = wire.read(into, from, (int) Math.min(count, left));
        if (read < 0) {
            throw truncated();
        }
        left -= read;
        total += read;
        return read;
    }

    private void nextChunk() throws IOException, FetchFailure {
        if (!first && line().length() > 0) {
            throw malformed("a chunk longer than its size");
        }
        first = false;
        left = size(line());
        if (left == 0) {
            int trailers = MAX_TRAILER_BYTES;
            for (var line = line(); line.length() > 0; line = line()) {
                trailers -= line.length();
                if (trailers < 0) {
                    throw malformed("trailers larger than " + MAX_TRAILER_BYTES + " bytes");
                }
            }
            ended = true;
        }
    }

    /** Hex digits, then perhaps blanks and an extension after a semicolon. */
    private static long size(Line line) throws FetchFailure {
        long size = 0;
        int digits = 0;
        for (; digits < line.length(); digits++) {
            int digit = Character.digit(line.at(digits), 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
        }
        // 15 digits are an exabyte, and still positive in a long.
        if (digits == 0 || digits > 15 || !isExtension(line.from(digits))) {
            throw malformed("a chunk size that is no hexadecimal number");
        }
        return size;
    }

    private static boolean isExtension(String text) {
        return text.isEmpty() || text.startsWith(";");
    }

    private Line line() throws IOException, FetchFailure {
        int read = wire.nextLine();
        if (read == 0) {
            throw truncated();
        }
        if (read < 0 || read > MAX_TRAILER_BYTES) {
            throw malformed("a line longer than " + MAX_TRAILER_BYTES + " bytes");
        }
        return wire.line();
    }

    private FetchFailure truncated() {
        return new FetchFailure(Reason.BODY, "chunked body ended after " + total + " bytes, before its last chunk");
    }

    private static FetchFailure malformed(String what) {
        return new FetchFailure(Reason.BODY, "chunked body with " + what);
    }
}

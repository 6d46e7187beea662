package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;

/** A body of a known length. */
final class LengthBody implements BodySource {

    private final WireInput wire;
    private final long length;
    private long left;

    LengthBody(WireInput wire, long length) {
        this.wire = wire;
        this.length = length;
        this.left = length;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException, FetchFailure {
        if (left == 0) {
            return -1;
        }
        int read = wire.read(into, from, (int) Math.min(count, left));
        if (read < 0) {
            throw new FetchFailure(Reason.BODY, "body ended after " + (length - left) + " of " + length + " bytes");
        }
        left -= read;
        return read;
    }
}

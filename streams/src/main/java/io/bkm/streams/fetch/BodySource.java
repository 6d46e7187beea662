package io.bkm.streams.fetch;

import java.io.IOException;

/** The bytes of a response's body, freed from how they are framed on the connection. */
sealed interface BodySource permits LengthBody, ChunkedBody, UntilCloseBody {

    /** Up to {@code count} > 0 bytes; -1 when the body is whole. Truncation is a failure, never an end. */
    int read(byte[] into, int from, int count) throws IOException, FetchFailure;

    static BodySource of(ResponseHead head, WireInput wire) {
        if (!head.hasBody()) {
            return new LengthBody(wire, 0);
        }
        if (head.chunked()) {
            return new ChunkedBody(wire);
        }
        return head.contentLength() >= 0 ? new LengthBody(wire, head.contentLength()) : new UntilCloseBody(wire);
    }
}

package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;

/** Reads a body into a buffer, decompressing it, up to a limit of bytes before and after. */
final class BodyReader {

    private interface Bytes {
        /** Up to {@code count} > 0 bytes, perhaps none; -1 at the end. */
        int read(byte[] into, int from, int count) throws IOException, FetchFailure;
    }

    private final BodyBuffers buffers;
    private final Inflaters inflaters;

    BodyReader(BodyBuffers buffers, Inflaters inflaters) {
        this.buffers = buffers;
        this.inflaters = inflaters;
    }

    /** @return bytes as they travelled, without the framing */
    long read(ResponseHead head, BodySource source, BodyBuffer into, long limit) throws IOException, FetchFailure {
        if (head.contentLength() > limit) {
            throw tooLarge(limit);
        }
        return switch (head.contentEncoding()) {
            case "", "identity" -> identity(head, source, into, limit);
            case "gzip", "x-gzip" -> gzip(source, into, limit);
            default ->
                throw new FetchFailure(
                        Reason.BODY,
                        "content encoding \"" + head.contentEncoding() + "\" (expected: gzip or identity)");
        };
    }

    private static long identity(ResponseHead head, BodySource source, BodyBuffer into, long limit)
            throws IOException, FetchFailure {
        reserve(into, Math.max(0, head.contentLength()));
        readAll(source::read, into, limit);
        return into.length();
    }

    private long gzip(BodySource source, BodyBuffer into, long limit) throws IOException, FetchFailure {
        byte[] input = into.borrow(BodyBuffers.SMALLEST);
        if (input == null) {
            throw noMemory();
        }
        var inflater = inflaters.take();
        try {
            var gunzip = new GunzipSource(source, inflater, input, limit);
            readAll(gunzip::read, into, limit);
            return gunzip.compressedBytes();
        } finally {
            inflaters.give(inflater);
            buffers.give(input);
        }
    }

    private static void readAll(Bytes bytes, BodyBuffer into, long limit) throws IOException, FetchFailure {
        int read = 0;
        while (read >= 0 && into.length() < limit) {
            reserve(into, 1);
            read = bytes.read(into.array(), into.length(), (int) Math.min(into.room(), limit - into.length()));
            into.wrote(Math.max(0, read));
        }
        // A body of exactly the limit is good; whether there is more must not cost a larger buffer.
        var next = new byte[1];
        while (read >= 0) {
            read = bytes.read(next, 0, 1);
            if (read > 0) {
                throw tooLarge(limit);
            }
        }
    }

    private static void reserve(BodyBuffer into, long count) throws FetchFailure {
        if (count > BodyBuffers.LARGEST || !into.reserve((int) count)) {
            throw noMemory();
        }
    }

    static FetchFailure tooLarge(long limit) {
        return new FetchFailure(Reason.BODY_SIZE_LIMIT, "body larger than " + limit + " bytes");
    }

    static FetchFailure noMemory() {
        return new FetchFailure(Reason.BODY, "no memory for the body (bkm.fetch.buffer-memory is used up)");
    }
}

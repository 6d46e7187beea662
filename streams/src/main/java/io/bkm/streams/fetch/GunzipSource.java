package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses gzip (RFC 1952), one member after the other. Both sums of each member are checked. */
final class GunzipSource {

    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;

    private final BodySource compressed;
    private final Inflater inflater;
    private final byte[] input;
    private final long limit;
    private final CRC32 crc = new CRC32();
    private int position;
    private int filled;
    private long compressedBytes;
    private long memberBytes;
    private boolean inMember;
    private boolean any;

    /**
     * @param inflater reset, for raw deflate
     * @param input for compressed bytes; borrowed
     * @param limit of compressed bytes: members that hold nothing would otherwise go on for ever
     */
    GunzipSource(BodySource compressed, Inflater inflater, byte[] input, long limit) {
        this.compressed = compressed;
        this.inflater = inflater;
        this.input = input;
        this.limit = limit;
    }

    /** Read so far. */
    long compressedBytes() {
        return compressedBytes;
    }

    /** Up to {@code count} > 0 decompressed bytes, perhaps none; -1 at the end. */
    int read(byte[] into, int from, int count) throws IOException, FetchFailure {
        if (!inMember && !beginMember()) {
            return -1;
        }
        if (inflater.needsInput()) {
            if (position == filled && !fill()) {
                throw truncated();
            }
            inflater.setInput(input, position, filled - position);
            position = filled;
        }
        int inflated = inflate(into, from, count);
        crc.update(into, from, inflated);
        memberBytes += inflated;
        if (inflater.finished()) {
            endMember();
        }
        return inflated;
    }

    private int inflate(byte[] into, int from, int count) throws FetchFailure {
        try {
            int inflated = inflater.inflate(into, from, count);
            if (inflater.needsDictionary()) {
                throw malformed("a preset dictionary");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private boolean beginMember() throws IOException, FetchFailure {
        if (position == filled && !fill()) {
            if (!any) {
                throw truncated();
            }
            return false;
        }
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw malformed(any ? "something else behind it" : "no gzip header");
        }
        int flags = next();
        skip(6); // time, extra flags, operating system
        if ((flags & FEXTRA) != 0) {
            skip(next() | (next() << 8));
        }
        if ((flags & FNAME) != 0) {
            skipText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipText();
        }
        if ((flags & FHCRC) != 0) {
            skip(2);
        }
        inMember = true;
        any = true;
        return true;
    }

    private void endMember() throws IOException, FetchFailure {
        position = filled - inflater.getRemaining();
        long sum = little32();
        long size = little32();
        if (sum != crc.getValue() || size != (memberBytes & 0xffffffffL)) {
            throw malformed("a wrong check sum");
        }
        inflater.reset();
        crc.reset();
        memberBytes = 0;
        inMember = false;
    }

    private long little32() throws IOException, FetchFailure {
        return next() | (next() << 8) | (next() << 16) | ((long) next() << 24);
    }

    private void skip(int count) throws IOException, FetchFailure {
        for (int i = 0; i < count; i++) {
            var _ = next();
        }
    }

    private void skipText() throws IOException, FetchFailure {
        while (next() != 0) {
            // to the terminating zero
        }
    }

    private int next() throws IOException, FetchFailure {
        if (position == filled && !fill()) {
            throw truncated();
        }
        return input[position++] & 0xff;
    }

    private boolean fill() throws IOException, FetchFailure {
        int read = compressed.read(input, 0, input.length);
        if (read < 0) {
            return false;
        }
        position = 0;
        filled = read;
        compressedBytes += read;
        if (compressedBytes > limit) {
            throw BodyReader.tooLarge(limit);
        }
        return true;
    }

    private FetchFailure truncated() {
        return new FetchFailure(Reason.BODY, "gzip body ended after " + compressedBytes + " bytes, before its end");
    }

    private static FetchFailure malformed(String what) {
        return new FetchFailure(Reason.BODY, "gzip body with " + what);
    }
}

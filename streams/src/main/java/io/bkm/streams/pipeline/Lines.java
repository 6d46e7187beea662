package io.bkm.streams.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line feeds, eight bytes at a time: a tenth of a body is comments, which are only skipped. */
final class Lines {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long FEEDS = ONES * '\n';

    private Lines() {}

    /** The place of the next line feed, {@code end} when there is none. Reads nothing at or beyond {@code end}. */
    static int end(byte[] body, int from, int end) {
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONG.get(body, at) ^ FEEDS;
            long found = difference - ONES & ~difference & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < end && body[at] != '\n') {
            at++;
        }
        return at;
    }
}

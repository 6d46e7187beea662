package io.bkm.streams.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A 64-bit hash of bytes by folded multiplication, 16 bytes a step (the construction of wyhash). Seeded once per
 * process, so that nobody can prepare series that collide.
 */
final class SeriesHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST =
            0xa0761d6478bd642fL ^ ThreadLocalRandom.current().nextLong();
    private static final long SECOND = 0xe7037ed1a0b428dbL;

    private SeriesHash() {}

    /** Reads nothing outside {@code [from, from + length)}. */
    static long of(byte[] bytes, int from, int length) {
        long hash = length * FIRST;
        int end = from + length;
        if (length >= 16) {
            for (int at = from; at + 16 < end; at += 16) {
                hash = fold(longAt(bytes, at) ^ FIRST, longAt(bytes, at + 8) ^ hash);
            }
            return fold(longAt(bytes, end - 16) ^ SECOND, longAt(bytes, end - 8) ^ hash);
        }
        if (length >= 8) {
            return fold(longAt(bytes, from) ^ FIRST, longAt(bytes, end - 8) ^ hash);
        }
        if (length >= 4) {
            return fold(intAt(bytes, from) ^ FIRST, intAt(bytes, end - 4) ^ hash);
        }
        long rest = 0;
        for (int at = from; at < end; at++) {
            rest = rest << 8 | (bytes[at] & 0xff);
        }
        return fold(rest ^ FIRST, hash ^ SECOND);
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }

    private static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    private static long intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) & 0xffffffffL;
    }
}

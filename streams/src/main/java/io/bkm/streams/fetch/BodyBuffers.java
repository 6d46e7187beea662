package io.bkm.streams.fetch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all scrapes of a member: arrays whose sizes are powers of two, lent out and kept for the next. Lent and
 * kept bytes together never exceed a bound. Who asks for more waits for others to give back, but for the last one of those
 * who hold a body that does not wait yet: it gets nothing, or half-read bodies would wait for each other.
 */
public final class BodyBuffers {

    static final int SMALLEST = 16 * 1024;
    static final int LARGEST = 1 << 30;

    private final long maxBytes;
    private final long maxIdleBytes;
    /** By size class, {@link #SMALLEST} first. */
    private final List<ArrayDeque<byte[]>> idle = new ArrayList<>();

    private long lentBytes;
    private long idleBytes;
    private int bodies;
    private int waitingBodies;

    /**
     * @param maxBytes lent and kept together
     * @param maxIdleBytes kept for later; what comes back above it is left to the garbage collector
     */
    public BodyBuffers(long maxBytes, long maxIdleBytes) {
        this.maxBytes = maxBytes;
        this.maxIdleBytes = maxIdleBytes;
        for (long size = SMALLEST; size <= LARGEST; size *= 2) {
            idle.add(new ArrayDeque<>());
        }
    }

    /** A buffer with room for that many bytes to begin with, or null when memory is used up. */
    public @Nullable BodyBuffer tryTake(long expectedBytes) {
        long now = System.nanoTime();
        return lend(take(expectedBytes), now);
    }

    /**
     * As {@link #tryTake}, but waits for others to give back. Only for who holds nothing yet. The buffer waits as well, up to
     * the same moment, when it has to grow.
     *
     * @return null when memory was not there in time
     */
    public @Nullable BodyBuffer take(long expectedBytes, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        return lend(waitFor(expectedBytes, end), end);
    }

    private synchronized @Nullable BodyBuffer lend(byte @Nullable [] array, long waitsUntilNanos) {
        if (array == null) {
            return null;
        }
        bodies++;
        return new BodyBuffer(this, array, waitsUntilNanos);
    }

    /** The end of a body: its last array comes back. */
    synchronized void giveBack(byte[] array) {
        bodies--;
        give(array);
    }

    private synchronized byte @Nullable [] waitFor(long bytes, long endNanos) throws InterruptedException {
        byte[] array = take(bytes);
        long left = endNanos - System.nanoTime();
        while (array == null && left > 0 && bytes <= Math.min(maxBytes, LARGEST)) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            array = take(bytes);
            left = endNanos - System.nanoTime();
        }
        return array;
    }

    /**
     * More for a body that holds some already; waits while another body may end and give back.
     *
     * @param bytes that the body holds
     * @return null when there is no more, or not in time
     */
    synchronized byte @Nullable [] takeMore(long bytes, long held, long endNanos) throws InterruptedException {
        byte[] array = take(bytes);
        long left = endNanos - System.nanoTime();
        while (array == null && left > 0 && bytes + held <= maxBytes && waitingBodies + 1 < bodies) {
            waitingBodies++;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } finally {
                waitingBodies--;
            }
            array = take(bytes);
            left = endNanos - System.nanoTime();
        }
        return array;
    }

    public synchronized long lentBytes() {
        return lentBytes;
    }

    public synchronized long idleBytes() {
        return idleBytes;
    }

    synchronized byte @Nullable [] take(long bytes) {
        if (bytes > LARGEST) {
            return null;
        }
        int sizeClass = sizeClass(bytes);
        int size = SMALLEST << sizeClass;
        byte[] array = idle.get(sizeClass).pollFirst();
        if (array != null) {
            idleBytes -= size;
        } else {
            if (lentBytes + size > maxBytes) {
                return null;
            }
            dropIdle(lentBytes + idleBytes + size - maxBytes);
            array = new byte[size];
        }
        lentBytes += size;
        return array;
    }

    synchronized void give(byte[] array) {
        lentBytes -= array.length;
        notifyAll();
        if (idleBytes + array.length <= maxIdleBytes) {
            idleBytes += array.length;
            idle.get(sizeClass(array.length)).addFirst(array);
        }
    }

    /** The largest go first: they are the rarest needed. */
    private void dropIdle(long bytes) {
        long left = bytes;
        for (int sizeClass = idle.size() - 1; sizeClass >= 0 && left > 0; sizeClass--) {
            while (left > 0 && idle.get(sizeClass).pollFirst() != null) {
                left -= SMALLEST << sizeClass;
                idleBytes -= SMALLEST << sizeClass;
            }
        }
    }

    /** The smallest k with {@code SMALLEST << k >= bytes}. */
    private static int sizeClass(long bytes) {
        long units = (Math.max(bytes, 1) + SMALLEST - 1) / SMALLEST;
        return Long.SIZE - Long.numberOfLeadingZeros(units - 1);
    }
}

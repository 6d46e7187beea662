package io.bkm.streams.fetch;

import org.jspecify.annotations.Nullable;

/** A growing byte array, borrowed from {@link BodyBuffers} until it is closed. Not for sharing between threads. */
public final class BodyBuffer implements AutoCloseable {

    private final BodyBuffers owner;
    private final long waitsUntilNanos;
    private byte[] array;
    private int length;
    private boolean closed;

    /** @param waitsUntilNanos how long it waits for memory to grow, as {@link System#nanoTime} */
    BodyBuffer(BodyBuffers owner, byte[] array, long waitsUntilNanos) {
        this.owner = owner;
        this.array = array;
        this.waitsUntilNanos = waitsUntilNanos;
    }

    /** May be longer than what it holds, and is another one after each write. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Adds bytes; false when the pool has no room for them, and then nothing was added. */
    public boolean append(byte[] bytes, int from, int count) {
        if (!reserve(count)) {
            return false;
        }
        System.arraycopy(bytes, from, array, length, count);
        length += count;
        return true;
    }

    /** Makes room for that many more bytes, waiting for it where it may; false when the pool has none. */
    boolean reserve(int count) {
        if (array.length - length >= count) {
            return true;
        }
        long wanted = (long) length + count;
        byte[] larger = borrow(wanted);
        if (larger == null) {
            return false;
        }
        System.arraycopy(array, 0, larger, 0, length);
        owner.give(array);
        array = larger;
        return true;
    }

    /** A further array for whoever fills the body, to be given back by {@link BodyBuffers#give}; null when there is none. */
    byte @Nullable [] borrow(long bytes) {
        try {
            return owner.takeMore(bytes, array.length, waitsUntilNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the fetch is cancelled: it notices at its next step
            return null;
        }
    }

    /** Counts bytes that were written to {@link #array()} behind {@link #length()}. */
    void wrote(int count) {
        length += count;
    }

    int room() {
        return array.length - length;
    }

    /** Gives the memory back; whoever still holds the array must not read it any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.giveBack(array);
        }
    }
}

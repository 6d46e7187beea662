package io.bkm.streams.gse;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many bytes may wait. First come, first served, so that a large packet is not overtaken for ever by small ones;
 * one that is larger than everything allowed gets through when nothing else waits.
 */
final class ByteBudget {

    private final int limit;
    private final long closeAt;
    private final long reopenAt;
    private final Semaphore free;
    private final LongAdder taken;
    private volatile boolean open = true;

    /**
     * @param closeAt part of the limit from which on {@link #open} is false …
     * @param reopenAt … until not more than this part of it is taken
     * @param taken shows the bytes that wait
     */
    ByteBudget(int limit, double closeAt, double reopenAt, LongAdder taken) {
        this.limit = limit;
        this.closeAt = Math.round(limit * closeAt);
        this.reopenAt = Math.round(limit * reopenAt);
        this.free = new Semaphore(limit, true);
        this.taken = taken;
    }

    void acquire(int bytes) throws InterruptedException {
        free.acquire(Math.min(bytes, limit));
        taken.add(bytes);
        judge();
    }

    void release(int bytes) {
        taken.add(-bytes);
        free.release(Math.min(bytes, limit));
        judge();
    }

    boolean open() {
        judge();
        return open;
    }

    /** Two threads may set it in the wrong order; the next question sets it right. */
    private void judge() {
        int used = limit - free.availablePermits();
        if (used >= closeAt || free.hasQueuedThreads()) {
            open = false;
        } else if (used <= reopenAt) {
            open = true;
        }
    }
}

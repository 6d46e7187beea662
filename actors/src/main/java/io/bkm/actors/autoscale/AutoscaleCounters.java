package io.bkm.actors.autoscale;

import java.util.concurrent.atomic.LongAdder;

/** What a member's autoscaler did. One for the life of the member. */
public final class AutoscaleCounters {

    private final LongAdder out = new LongAdder();
    private final LongAdder in = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void scaled(int from, int to) {
        (to > from ? out : in).increment();
    }

    void failedOnce() {
        failed.increment();
    }

    /** Times that there were more replicas afterwards. */
    public long out() {
        return out.sum();
    }

    /** Times that there were fewer. */
    public long in() {
        return in.sum();
    }

    /** Rounds in which the number could not be read or written. */
    public long failed() {
        return failed.sum();
    }
}

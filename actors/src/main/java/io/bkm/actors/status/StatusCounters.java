package io.bkm.actors.status;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What was told on monitors since the member started. Zero where the operator never ran. */
public final class StatusCounters {

    private final LongAdder bindings = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();

    void boundOne() {
        bindings.increment();
    }

    void announcedOne() {
        events.increment();
    }

    void failedOne() {
        failed.increment();
    }

    void waiting(int monitors) {
        waiting.set(monitors);
    }

    /** Bindings written or taken out. */
    public long bindings() {
        return bindings.sum();
    }

    /** Events created or repeated. */
    public long events() {
        return events.sum();
    }

    /** Requests that did not succeed; what they were for is tried again. */
    public long failed() {
        return failed.sum();
    }

    /** Monitors of which something is still to be told. */
    public int waiting() {
        return waiting.get();
    }
}

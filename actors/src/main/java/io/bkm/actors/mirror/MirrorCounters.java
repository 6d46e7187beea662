package io.bkm.actors.mirror;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a member's mirror did since the member started. Zero where the operator never ran. */
public final class MirrorCounters {

    private final LongAdder created = new LongAdder();
    private final LongAdder updated = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger overflow = new AtomicInteger();

    void changed(SecretStore.Change change) {
        switch (change) {
            case CREATED -> created.increment();
            case UPDATED -> updated.increment();
            case NONE -> {}
        }
    }

    void deletedOne() {
        deleted.increment();
    }

    void failedOne() {
        failed.increment();
    }

    void rendered(int taskCount, int overflowCount) {
        tasks.set(taskCount);
        overflow.set(overflowCount);
    }

    public long created() {
        return created.sum();
    }

    public long updated() {
        return updated.sum();
    }

    public long deleted() {
        return deleted.sum();
    }

    /** Writes that did not succeed; each is tried again at the next round. */
    public long failed() {
        return failed.sum();
    }

    /** Tasks in the Secrets. */
    public int tasks() {
        return tasks.get();
    }

    /** Of these, tasks in Secrets that old workers do not read, for want of room. */
    public int overflow() {
        return overflow.get();
    }
}

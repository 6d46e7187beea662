package io.bkm.actors.mirror;

import io.bkm.actors.NamedCounts;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a member's mirror did since the member started. Zero where the operator never ran. */
public final class MirrorCounters {

    /** What may happen to a Secret by name. */
    public enum Event {
        WRITTEN,
        DELETED,
        WRITE_FAILED,
        DELETE_FAILED
    }

    private final NamedCounts<Event> secrets = new NamedCounts<>(Event.class);
    private final LongAdder created = new LongAdder();
    private final LongAdder updated = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger overflow = new AtomicInteger();

    void changed(String secret, SecretStore.Change change) {
        switch (change) {
            case CREATED -> created.increment();
            case UPDATED -> updated.increment();
            case NONE -> {}
        }
        secrets.add(secret, Event.WRITTEN, change == SecretStore.Change.NONE ? 0 : 1);
    }

    void deletedOne(String secret) {
        deleted.increment();
        secrets.add(secret, Event.DELETED, 1);
        secrets.gone(secret);
    }

    void failedOne(String secret, Event event) {
        failed.increment();
        secrets.add(secret, event, 1);
    }

    /** Nothing could be read. */
    void failedOne() {
        failed.increment();
    }

    void rendered(int taskCount, int overflowCount) {
        tasks.set(taskCount);
        overflow.set(overflowCount);
    }

    /** By Secret, without those to which it never happened; of Secrets that are gone, the last few. */
    public SortedMap<String, Long> secrets(Event event) {
        return secrets.of(event);
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

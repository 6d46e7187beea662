package io.bkm.actors.operator;

import io.bkm.actors.operator.OperatorCounters.Trigger;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Counts for one operator what it does. Belongs to its actor; the counters are read by others. */
final class Tally {

    private final OperatorCounters counters;
    private final DesiredState desired;
    private final InstantSource clock;
    private final Unacknowledged unacknowledged = new Unacknowledged();
    /** When the expansion under way began, Unix milliseconds. */
    private long expandingSince;

    Tally(OperatorCounters counters, DesiredState desired, InstantSource clock) {
        this.counters = counters;
        this.desired = desired;
        this.clock = clock;
    }

    void expanding() {
        expandingSince = clock.millis();
    }

    /** And published. */
    void expanded() {
        counters.planned(Trigger.NOTIFY, since(expandingSince));
    }

    void expansionFailed() {
        counters.expansionFailed();
    }

    /** @param begin Unix milliseconds */
    void plannedSince(long begin) {
        counters.planned(Trigger.TIMER, since(begin));
    }

    void published(Set<ShardKey> changed) {
        for (var shard : changed) {
            unacknowledged.published(shard, desired.generation(shard), desired.isEmpty(shard), clock.millis());
        }
        see();
    }

    void applied(Operator.Applied applied) {
        unacknowledged
                .applied(applied.shard(), applied.generation(), clock.millis())
                .ifPresent(counters::acknowledged);
        see();
    }

    void ended() {
        counters.saw(null);
    }

    private void see() {
        counters.saw(desired.seen(unacknowledged.size()).orElse(null));
    }

    private Duration since(long begin) {
        return Duration.ofMillis(Math.max(0, clock.millis() - begin));
    }
}

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

    Tally(OperatorCounters counters, DesiredState desired, InstantSource clock) {
        this.counters = counters;
        this.desired = desired;
        this.clock = clock;
    }

    void expansionFailed() {
        counters.expansionFailed();
    }

    /**
     * And published.
     *
     * @param begin Unix milliseconds
     */
    void planned(Trigger trigger, long begin) {
        counters.planned(trigger, Duration.ofMillis(Math.max(0, clock.millis() - begin)));
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
}

package io.bkm.actors.operator;

import io.bkm.actors.resources.Resources;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One expansion at a time, and a rest after each: however fast resources change, expansions take a bounded share of a
 * core. Of the snapshots that come meanwhile the newest one counts.
 */
final class ExpansionPace {

    /** After the first expansion, which is by far the longest, changes must not wait for seconds. */
    static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final double restFactor;
    private boolean busy;
    private long begunAt;
    private @Nullable Resources waiting;

    ExpansionPace(double restFactor) {
        this.restFactor = restFactor;
    }

    /**
     * Whether to expand this now. If not it is kept.
     *
     * @param now milliseconds of a clock that {@link #rest} gets as well
     */
    boolean begins(Resources snapshot, long now) {
        if (busy) {
            waiting = snapshot;
            return false;
        }
        busy = true;
        begunAt = now;
        return true;
    }

    /** When the last expansion began, by the clock of {@link #begins}. */
    long begunAt() {
        return begunAt;
    }

    /** How long to rest after the expansion that is done. */
    Duration rest(long now) {
        long millis = Math.round((now - begunAt) * restFactor);
        return Duration.ofMillis(Math.clamp(millis, 0, LONGEST_REST.toMillis()));
    }

    /** The rest is over: what came meanwhile, to be offered anew. */
    Optional<Resources> rested() {
        busy = false;
        var next = Optional.ofNullable(waiting);
        waiting = null;
        return next;
    }
}

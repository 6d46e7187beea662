package io.bkm.actors.operator;

import io.bkm.streams.scrape.DurationHistogram;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a member's operator does and sees. One for the life of the member; it is read from other threads. */
public final class OperatorCounters {

    /** Why lists were planned anew. */
    public enum Trigger {
        /** Resources changed. */
        NOTIFY("notify"),
        /** A delay was over: of a move, of a sudden loss, of a node's absence. Or somebody asked for it. */
        TIMER("timer");

        private final String label;

        Trigger(String label) {
            this.label = label;
        }

        /** As the original names it. */
        public String label() {
            return label;
        }
    }

    /** What the operator has now. */
    public record Seen(
            long epoch,
            long sequence,
            int endpoints,
            int targets,
            int dropped,
            int rejected,
            int problems,
            int unacknowledged) {}

    /** The bounds of the original. */
    private static final List<Double> BOUNDS = List.of(
            0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0);

    private final EnumMap<Trigger, DurationHistogram> plans = new EnumMap<>(Trigger.class);
    private final DurationHistogram acknowledgements = new DurationHistogram(BOUNDS);
    private final LongAdder failedExpansions = new LongAdder();
    private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();

    public OperatorCounters() {
        for (var trigger : Trigger.values()) {
            plans.put(trigger, new DurationHistogram(BOUNDS));
        }
    }

    void planned(Trigger trigger, Duration took) {
        histogram(trigger).record(took);
    }

    void acknowledged(Duration after) {
        acknowledgements.record(after);
    }

    void expansionFailed() {
        failedExpansions.increment();
    }

    /** @param now null when the operator ends here */
    void saw(@Nullable Seen now) {
        seen.set(now);
    }

    /** How long it took to expand the resources and publish what is new. */
    public Map<Trigger, DurationHistogram> plans() {
        return Collections.unmodifiableMap(plans);
    }

    /** From the publishing of a shard's list to its member having it. */
    public DurationHistogram acknowledgements() {
        return acknowledgements;
    }

    /** Expansions that a bug ended. */
    public long failedExpansions() {
        return failedExpansions.sum();
    }

    /** Empty where no operator runs, and before its first expansion. */
    public Optional<Seen> seen() {
        return Optional.ofNullable(seen.get());
    }

    private DurationHistogram histogram(Trigger trigger) {
        return Objects.requireNonNull(plans.get(trigger));
    }
}

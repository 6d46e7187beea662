package io.bkm.actors.lease;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The steps of the election, each a few requests: what client-go's {@code tryAcquireOrRenew} does, by the same rules. */
final class Attempts implements AutoCloseable {

    /** How an attempt went that was answered. */
    sealed interface Outcome {

        /**
         * @param until from when on it may not be believed to be ours any more, unless it is renewed; monotonic
         *     nanoseconds
         */
        record Ours(LeaseStore.Stored stored, long until) implements Outcome {}

        /** @param sighting null when it was gone in the same moment */
        record Others(@Nullable Sighting sighting) implements Outcome {}
    }

    private final LeaseStore store;
    private final LeaseSettings settings;
    private final Holder self;
    private final InstantSource clock;
    private final LongSupplier nanos;

    /**
     * @param store closed with this
     * @param nanos a monotonic clock
     */
    Attempts(LeaseStore store, LeaseSettings settings, Holder self, InstantSource clock, LongSupplier nanos) {
        this.store = store;
        this.settings = settings;
        this.self = self;
        this.clock = clock;
        this.nanos = nanos;
    }

    LeaseSettings settings() {
        return settings;
    }

    /** How long it may still be believed to be ours. */
    Duration left(Outcome.Ours ours) {
        return Duration.ofNanos(Math.max(0, ours.until() - nanos.getAsLong()));
    }

    /** Has a look, so that its time runs for one who does not want it yet. */
    @Nullable
    Sighting look(@Nullable Sighting before) throws IOException {
        return store.read()
                .map(stored -> Sighting.of(before, stored.record(), nanos.getAsLong()))
                .orElse(null);
    }

    Outcome acquire(@Nullable Sighting before) throws IOException {
        long asked = nanos.getAsLong();
        try {
            var there = store.read();
            if (there.isEmpty()) {
                return ours(store.create(LeaseRecord.first(self.identity(), settings, clock.instant())), asked);
            }
            var record = there.get().record();
            var sighting = Sighting.of(before, record, nanos.getAsLong());
            if (!sighting.isFree(self, nanos.getAsLong())) {
                return new Outcome.Others(sighting);
            }
            var taken = record.taken(self.identity(), settings, clock.instant());
            return ours(store.replace(there.get(), taken), asked);
        } catch (LeaseStore.Overtaken faster) {
            return new Outcome.Others(before);
        }
    }

    /**
     * @param atLeast of the transitions
     */
    Outcome renew(LeaseStore.Stored held, long atLeast) throws IOException {
        long asked = nanos.getAsLong();
        var renewed = held.record().renewed(atLeast, settings, clock.instant());
        try {
            return ours(store.replace(held, renewed), asked);
        } catch (LeaseStore.Overtaken changed) {
            // An answer of ours that was lost, somebody's label, a deletion; or it is another's by now.
            return renewAnew(renewed, asked);
        }
    }

    private Outcome renewAnew(LeaseRecord renewed, long asked) throws IOException {
        var there = store.read();
        if (there.isEmpty()) {
            return ours(store.create(renewed), asked);
        }
        var record = there.get().record();
        if (!record.holder().equals(self.identity())) {
            return new Outcome.Others(new Sighting(record, nanos.getAsLong()));
        }
        var next = renewed.renewed(record.transitions(), settings, clock.instant());
        return ours(store.replace(there.get(), next), asked);
    }

    /** Nothing where it is another's by now. */
    void giveBack(LeaseStore.Stored held) throws IOException {
        try {
            var _ = store.replace(held, held.record().givenBack(clock.instant()));
        } catch (LeaseStore.Overtaken changed) {
            var there = store.read();
            if (there.isPresent() && there.get().record().holder().equals(self.identity())) {
                var _ = store.replace(there.get(), there.get().record().givenBack(clock.instant()));
            }
        }
    }

    private Outcome ours(LeaseStore.Stored stored, long asked) {
        return new Outcome.Ours(stored, asked + settings.trust().toNanos());
    }

    @Override
    public void close() {
        store.close();
    }
}

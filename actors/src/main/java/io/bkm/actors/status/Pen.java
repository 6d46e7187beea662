package io.bkm.actors.status;

import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.status.MonitorStore.Refused;
import io.bkm.actors.status.MonitorStore.Why;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is to be told, as our binding or as an Event, at the rate that the settings allow. For one thread. */
final class Pen {

    private final OwnBinding own;
    private final MonitorStore store;
    private final StatusCounters counters;
    private final InstantSource clock;
    private final TokenBucket requests;
    /** How often an Event of that name was told, while that is known. */
    private final Map<String, Integer> repeated = new HashMap<>();

    Pen(StatusSettings settings, OwnBinding own, MonitorStore store, StatusCounters counters, InstantSource clock) {
        this.own = own;
        this.store = store;
        this.counters = counters;
        this.clock = clock;
        this.requests = new TokenBucket(settings.requestsPerSecond(), settings.burst(), clock);
    }

    /** Whether the rate allows nothing more now. */
    boolean isSpent() {
        return requests.isEmpty();
    }

    Seen read(MonitorId id) throws Refused {
        requests.take();
        return store.get(id);
    }

    boolean hasBound(Seen there) {
        return own.isIn(there.bindings());
    }

    /** Whether our binding there says just that. */
    boolean hasBound(Verdict verdict, Seen there) {
        var condition = own.in(there.bindings()).orElse(null);
        return condition != null && condition.equals(Condition.of(verdict, there, condition, clock.instant()));
    }

    /** Its bindings have ours, unless the CRD does not keep them. */
    Seen bind(Verdict verdict, Seen there) throws Refused {
        var before = own.in(there.bindings()).orElse(null);
        var condition = Condition.of(verdict, there, before, clock.instant());
        if (condition.equals(before)) {
            return there;
        }
        requests.take();
        var after = store.write(there, own.with(there.bindings(), condition));
        counters.boundOne();
        return after;
    }

    void unbind(Seen there) throws Refused {
        if (hasBound(there)) {
            requests.take();
            var _ = store.write(there, own.without(there.bindings()));
            counters.boundOne();
        }
    }

    /** @param last what was told of it before, as far as we know */
    void announce(Verdict verdict, Seen there, @Nullable Verdict last) throws Refused {
        var announcement = Announcement.of(verdict, there, clock.instant());
        requests.take();
        try {
            store.announce(announcement);
            counters.announcedOne();
        } catch (Refused refused) {
            if (refused.why() != Why.CONFLICT) {
                throw refused;
            }
            // Said before: by an operator before us, or by us and then something else.
            if (last != null && (verdict.hasNewsFor(last) || verdict.reason() != last.reason())) {
                requests.take();
                store.repeat(announcement, repeated.merge(announcement.name(), 2, (times, _) -> times + 1));
                counters.announcedOne();
            }
        }
    }

    /** From now on repeats are counted anew: what is known of Events must not grow for ever. */
    void forgetEvents() {
        repeated.clear();
    }
}

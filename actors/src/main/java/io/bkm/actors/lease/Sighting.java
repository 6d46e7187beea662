package io.bkm.actors.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Lease as one of those who wait for it saw it, and since when it has been like that. As client-go judges it: a holder
 * renews, so a record that has not changed for its duration, by the waiting one's own clock, is over. The times written
 * in it are of somebody else's clock and say nothing.
 *
 * @param since of the waiting one's monotonic clock, nanoseconds
 */
record Sighting(LeaseRecord record, long since) {

    static Sighting of(@Nullable Sighting before, LeaseRecord record, long now) {
        return before != null && before.record().equals(record) ? before : new Sighting(record, now);
    }

    /** Whether {@code who} may take it. */
    boolean isFree(Holder who, long now) {
        return record.holder().equals(LeaseRecord.NOBODY)
                || who.isSameMember(record.holder())
                || Duration.ofNanos(now - since).compareTo(record.duration()) >= 0;
    }
}

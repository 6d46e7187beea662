package io.bkm.actors.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * What a Lease of {@code coordination.k8s.io/v1} says. The times are for people: whether it is over is judged by how
 * long it has not changed, see {@link Sighting}.
 *
 * @param holder {@link #NOBODY} when it was given back
 * @param transitions how often it has got another holder, or its holder's operator begun anew; never goes down
 * @param duration for how long after a change it is the holder's, in whole seconds
 */
public record LeaseRecord(String holder, long transitions, Instant acquired, Instant renewed, Duration duration) {

    static final String NOBODY = "";

    /** Of whoever takes it, from nobody at all where there is none. */
    static LeaseRecord first(String holder, LeaseSettings settings, Instant now) {
        return new LeaseRecord(holder, 1, now, now, settings.duration());
    }

    LeaseRecord taken(String by, LeaseSettings settings, Instant now) {
        return new LeaseRecord(by, transitions + 1, now, now, settings.duration());
    }

    LeaseRecord renewed(long atLeast, LeaseSettings settings, Instant now) {
        return new LeaseRecord(holder, Math.max(transitions, atLeast), acquired, now, settings.duration());
    }

    /** For a second only: nobody needs to wait for it. */
    LeaseRecord givenBack(Instant now) {
        return new LeaseRecord(NOBODY, transitions, acquired, now, Duration.ofSeconds(1));
    }
}

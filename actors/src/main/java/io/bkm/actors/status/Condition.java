package io.bkm.actors.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The condition {@code Accepted} of a binding.
 *
 * @param observedGeneration of the monitor that was judged
 * @param lastTransitionTime when {@code accepted} became what it is, as RFC 3339
 */
record Condition(boolean accepted, String reason, String message, long observedGeneration, String lastTransitionTime) {

    /** @param before what stands there now */
    static Condition of(Verdict verdict, Seen seen, @Nullable Condition before, Instant now) {
        var since = before != null && before.accepted == verdict.accepted()
                ? before.lastTransitionTime
                : now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new Condition(
                verdict.accepted(), verdict.reason().word(), ShortText.of(verdict.message()), seen.generation(), since);
    }
}

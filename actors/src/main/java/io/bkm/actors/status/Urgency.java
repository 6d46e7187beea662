package io.bkm.actors.status;

import org.jspecify.annotations.Nullable;

/** Why something is to be told of a monitor, the most urgent first. */
enum Urgency {
    REJECTED,
    NEWS,
    /** The monitor is another one, and so is its generation; what became of it is the same. */
    EDITED,
    NUMBERS,
    NONE;

    /**
     * @param hasStatus whether it is told in a status, which has numbers; an Event tells them with its news alone
     */
    static Urgency of(Verdict verdict, @Nullable Told told, boolean hasStatus, long nowMillis) {
        if (told == null || verdict.hasNewsFor(told.verdict())) {
            return verdict.isWell() ? NEWS : REJECTED;
        }
        if (!verdict.isOfSameState(told.verdict())) {
            return EDITED;
        }
        boolean counts = hasStatus
                ? !verdict.message().equals(told.verdict().message())
                : verdict.reason() != told.verdict().reason();
        boolean due = nowMillis - told.atMillis() >= told.patience().toMillis();
        return counts && due ? NUMBERS : NONE;
    }
}

package io.bkm.actors.status;

import io.bkm.actors.discovery.MonitorId;
import io.bkm.crds.Monitor;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of a monitor.
 *
 * @param monitor what it was made of; null while there was no good state of it
 * @param valid whether the newest state of the resource is {@code monitor}
 * @param news what is told at once; "" where all is well
 * @param numbers what changes with every pod, and is told now and then
 */
record Verdict(MonitorId id, @Nullable Monitor monitor, boolean valid, Reason reason, String news, String numbers) {

    /** In one word, for programs: never rename one. */
    enum Reason {
        TARGETS_FOUND("TargetsFound"),
        NO_TARGETS("NoTargets"),
        /** Nothing takes the samples of its targets. */
        NO_DATA_ID("NoDataID"),
        PARTLY_REJECTED("PartlyRejected"),
        /** The word of prometheus-operator. */
        INVALID_CONFIGURATION("InvalidConfiguration");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    boolean accepted() {
        return reason != Reason.INVALID_CONFIGURATION;
    }

    boolean isWell() {
        return news.isEmpty();
    }

    /** Of any length. */
    String message() {
        return news.isEmpty() ? numbers : numbers.isEmpty() ? news : news + "; " + numbers;
    }

    boolean hasNewsFor(Verdict other) {
        return accepted() != other.accepted() || !news.equals(other.news);
    }

    /** Snapshots share what did not change. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOfSameState(Verdict other) {
        return monitor == other.monitor && valid == other.valid;
    }
}

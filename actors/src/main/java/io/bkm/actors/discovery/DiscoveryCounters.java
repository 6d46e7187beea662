package io.bkm.actors.discovery;

import io.bkm.actors.NamedCounts;
import java.util.SortedMap;

/**
 * What was done to find the targets of monitors: for each endpoint of a monitor, named as in the original
 * ({@code ServiceMonitor/namespace/name/0}). One for the life of a member.
 */
public final class DiscoveryCounters {

    /** What may happen to an endpoint of a monitor. */
    public enum Event {
        /** It is there with a DataID; also after each change of it or of its DataID. */
        STARTED,
        /** It is gone, or another from now on. */
        STOPPED,
        /** Groups of targets that were looked at since they, or what they depend on, are new. */
        GROUPS_HANDLED,
        /** Groups that gave targets and are gone. */
        GROUPS_DELETED,
        /** Targets made. */
        TARGETS_MADE,
        /** Targets that could not be made. */
        TARGETS_FAILED,
        /** Dropped targets that were not looked at again. */
        TARGETS_CACHED
    }

    private final NamedCounts<Event> counts = new NamedCounts<>(Event.class);

    void add(ScrapeJob job, Event event, long number) {
        counts.add(name(job), event, number);
    }

    void gone(ScrapeJob job) {
        counts.gone(name(job));
    }

    /** By endpoint, without those that are zero. */
    public SortedMap<String, Long> of(Event event) {
        return counts.of(event);
    }

    private static String name(ScrapeJob job) {
        return job.monitor().endpoint(job.endpointIndex());
    }
}

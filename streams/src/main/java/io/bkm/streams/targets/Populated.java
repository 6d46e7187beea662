package io.bkm.streams.targets;

import io.bkm.streams.labels.Labels;
import java.time.Duration;

/** What relabeling makes of a discovered label set. */
public sealed interface Populated {

    /** The labels before relabeling, with what the pool adds. */
    Labels discovered();

    /**
     * A target. Within a pool, those with equal {@code allLabels} and {@code url} are one.
     *
     * @param labels what its samples carry: without the {@code __} ones
     * @param allLabels with the {@code __} ones, without {@code __meta_}
     * @param url as Prometheus prints it
     */
    record Kept(Labels labels, Labels allLabels, String url, Duration interval, Duration timeout, Labels discovered)
            implements Populated {}

    record Dropped(Labels discovered) implements Populated {}

    /** Prometheus would log {@code reason} and go without this target. */
    record Refused(String reason, Labels discovered) implements Populated {}
}

package io.bkm.streams.targets;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One label set at an endpoint, as Prometheus counts targets, and what becomes of its samples.
 *
 * @param pool the scrape pool that made it: {@code serviceMonitor/ns/name/i} and the like
 * @param labels after target relabeling, without the {@code __} ones
 * @param gse where its samples go over GSE; null when no DataID matched
 * @param forcedError why it is not scraped, though it is a target: its pool has more than its {@code targetLimit}. Its
 *     scrapes fail without a request, as in Prometheus. Null for all others
 */
public record Target(
        String pool,
        Labels labels,
        boolean honorLabels,
        boolean honorTimestamps,
        boolean trackTimestampsStaleness,
        List<RelabelRule> metricRelabelings,
        Limits limits,
        @Nullable String fallbackFormat,
        @Nullable GseRoute gse,
        @Nullable String forcedError) {

    public Target {
        metricRelabelings = List.copyOf(metricRelabelings);
    }

    /** One that is scraped. */
    public Target(
            String pool,
            Labels labels,
            boolean honorLabels,
            boolean honorTimestamps,
            boolean trackTimestampsStaleness,
            List<RelabelRule> metricRelabelings,
            Limits limits,
            @Nullable String fallbackFormat,
            @Nullable GseRoute gse) {
        this(
                pool,
                labels,
                honorLabels,
                honorTimestamps,
                trackTimestampsStaleness,
                metricRelabelings,
                limits,
                fallbackFormat,
                gse,
                null);
    }
}

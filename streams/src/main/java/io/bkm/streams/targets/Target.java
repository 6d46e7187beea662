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
        @Nullable GseRoute gse) {

    public Target {
        metricRelabelings = List.copyOf(metricRelabelings);
    }
}

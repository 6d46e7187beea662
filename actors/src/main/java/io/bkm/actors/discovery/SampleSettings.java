package io.bkm.actors.discovery;

import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.targets.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the samples of all targets of a scrape pool. */
record SampleSettings(
        boolean honorLabels,
        boolean honorTimestamps,
        boolean trackTimestampsStaleness,
        List<RelabelRule> metricRelabelings,
        Limits limits,
        @Nullable String fallbackFormat) {

    SampleSettings {
        metricRelabelings = List.copyOf(metricRelabelings);
    }
}

package io.bkm.streams.targets;

import io.bkm.streams.relabel.RelabelRule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scrape pool (an entry of Prometheus' {@code scrape_configs}) gives to each of its targets.
 *
 * @param jobName the pool's name, and the {@code job} label unless the target has one
 * @param params URL parameters by name
 * @param histograms null for targets as Prometheus has them up to 3.5: without the labels for these settings
 */
public record ScrapePool(
        String jobName,
        String scheme,
        String metricsPath,
        Map<String, List<String>> params,
        Duration interval,
        Duration timeout,
        List<RelabelRule> relabelings,
        @Nullable HistogramSettings histograms) {

    /** How native histograms are scraped; later Prometheus lets rules change these per target. */
    public record HistogramSettings(boolean convertClassicToNhcb, boolean alwaysScrapeClassic, boolean scrapeNative) {}

    public ScrapePool {
        var copy = new LinkedHashMap<String, List<String>>();
        params.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        params = java.util.Collections.unmodifiableMap(copy);
        relabelings = List.copyOf(relabelings);
    }
}

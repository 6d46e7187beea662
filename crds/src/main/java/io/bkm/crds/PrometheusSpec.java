package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the spec of a Prometheus or PrometheusAgent says of scraping: which monitors, with what in common, within which
 * limits. Texts are "" when absent; an absent limit and 0 mean none.
 *
 * @param mode {@code StatefulSet} or {@code DaemonSet}, of a PrometheusAgent only
 * @param serviceDiscoveryRole {@code Endpoints} or {@code EndpointSlice}
 */
public record PrometheusSpec(
        @Nullable LabelSelector serviceMonitorSelector,
        @Nullable LabelSelector serviceMonitorNamespaceSelector,
        @Nullable LabelSelector podMonitorSelector,
        @Nullable LabelSelector podMonitorNamespaceSelector,
        @Nullable LabelSelector probeSelector,
        @Nullable LabelSelector probeNamespaceSelector,
        @Nullable LabelSelector scrapeConfigSelector,
        @Nullable LabelSelector scrapeConfigNamespaceSelector,
        @OrEmpty String mode,
        @OrEmpty String scrapeInterval,
        @OrEmpty String scrapeTimeout,
        List<String> scrapeProtocols,
        List<ScrapeClass> scrapeClasses,
        @Nullable SecretKeySelector additionalScrapeConfigs,
        List<String> podTargetLabels,
        @OrEmpty String serviceDiscoveryRole,
        @Nullable FileAccess arbitraryFSAccessThroughSMs,
        boolean ignoreNamespaceSelectors,
        boolean overrideHonorLabels,
        boolean overrideHonorTimestamps,
        @OrEmpty String enforcedNamespaceLabel,
        List<Excluded> excludedFromEnforcement,
        @OrEmpty String enforcedBodySizeLimit,
        @Nullable Long enforcedSampleLimit,
        @Nullable Long enforcedTargetLimit,
        @Nullable Long enforcedLabelLimit,
        @Nullable Long enforcedLabelNameLengthLimit,
        @Nullable Long enforcedLabelValueLengthLimit,
        @Nullable Long enforcedKeepDroppedTargets,
        @Nullable String bodySizeLimit,
        @Nullable Long sampleLimit,
        @Nullable Long targetLimit,
        @Nullable Long labelLimit,
        @Nullable Long labelNameLengthLimit,
        @Nullable Long labelValueLengthLimit,
        @Nullable Long keepDroppedTargets,
        @Nullable String nameValidationScheme,
        @Nullable String nameEscapingScheme,
        @Nullable Boolean scrapeClassicHistograms,
        @Nullable Boolean convertClassicHistogramsToNHCB)
        implements LimitSettings {

    /** Whether ServiceMonitors may not name files of those who scrape. */
    public record FileAccess(boolean deny) {}

    /**
     * A resource that the enforced label is not put on.
     *
     * @param resource in the plural: {@code servicemonitors}
     * @param name "" means all of the namespace
     */
    public record Excluded(
            String group,
            String resource,
            String namespace,
            @OrEmpty String name) {}

    public PrometheusSpec {
        scrapeProtocols = List.copyOf(scrapeProtocols);
        scrapeClasses = List.copyOf(scrapeClasses);
        podTargetLabels = List.copyOf(podTargetLabels);
        excludedFromEnforcement = List.copyOf(excludedFromEnforcement);
    }
}

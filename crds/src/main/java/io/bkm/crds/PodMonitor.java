package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for metrics of pods. {@code monitoring.coreos.com/v1}. */
public record PodMonitor(Metadata metadata, Spec spec) implements Monitor {

    /**
     * What to scrape and how.
     *
     * @param jobLabel label of the pod whose value becomes {@code job}; "" means the monitor's namespace and name
     * @param podTargetLabels labels of the pod to copy to the targets
     * @param selectorMechanism {@code RelabelConfig} (the default) or {@code RoleSelector}
     */
    public record Spec(
            @OrEmpty String jobLabel,
            List<String> podTargetLabels,
            List<PodMonitorEndpoint> podMetricsEndpoints,
            LabelSelector selector,
            @Nullable String selectorMechanism,
            @Nullable NamespaceSelector namespaceSelector,
            @Nullable Long sampleLimit,
            List<String> scrapeProtocols,
            @Nullable String fallbackScrapeProtocol,
            @Nullable Long targetLimit,
            @Nullable Long labelLimit,
            @Nullable Long labelNameLengthLimit,
            @Nullable Long labelValueLengthLimit,
            @Nullable Boolean scrapeClassicHistograms,
            @Nullable Long nativeHistogramBucketLimit,
            @Nullable String nativeHistogramMinBucketFactor,
            @Nullable Boolean convertClassicHistogramsToNHCB,
            @Nullable Long keepDroppedTargets,
            @Nullable AttachMetadata attachMetadata,
            @Nullable String scrapeClass,
            @Nullable String bodySizeLimit)
            implements LimitSettings, FormatSettings {

        public Spec {
            podTargetLabels = List.copyOf(podTargetLabels);
            podMetricsEndpoints = List.copyOf(podMetricsEndpoints);
            scrapeProtocols = List.copyOf(scrapeProtocols);
        }
    }

    @Override
    public String kind() {
        return "PodMonitor";
    }
}

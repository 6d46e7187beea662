package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a prober, such as the blackbox exporter, about static targets or ingresses. {@code monitoring.coreos.com/v1}. */
public record Probe(Metadata metadata, Spec spec) implements Monitor {

    /**
     * What to probe and how.
     *
     * @param jobName value of {@code job}; "" means the scrape pool's name
     * @param module value of the parameter {@code module}; "" means none
     * @param interval duration in Prometheus' syntax, or ""
     */
    public record Spec(
            @OrEmpty String jobName,
            @Nullable Prober prober,
            @OrEmpty String module,
            @Nullable ProbeTargets targets,
            @OrEmpty String interval,
            @OrEmpty String scrapeTimeout,
            @Nullable TlsConfig tlsConfig,
            @Nullable SecretKeySelector bearerTokenSecret,
            @Nullable BasicAuth basicAuth,
            @Nullable OAuth2 oauth2,
            List<RelabelConfig> metricRelabelings,
            @Nullable Authorization authorization,
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
            @Nullable String scrapeClass,
            List<Param> params)
            implements AuthSettings, LimitSettings, FormatSettings {

        public Spec {
            metricRelabelings = List.copyOf(metricRelabelings);
            scrapeProtocols = List.copyOf(scrapeProtocols);
            params = List.copyOf(params);
        }
    }

    /** A parameter of the request to the prober. */
    public record Param(String name, List<String> values) {

        public Param {
            values = List.copyOf(values);
        }
    }

    @Override
    public String kind() {
        return "Probe";
    }
}

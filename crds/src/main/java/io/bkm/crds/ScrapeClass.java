package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a Prometheus resource for those monitors that name the class, or, where it is the default one, for those
 * that name none.
 *
 * @param isDefault the class of monitors without one
 * @param tlsConfig whole where the monitor has none, else only the files that the monitor has nothing for
 * @param authorization for what the monitor's own lacks
 * @param relabelings before the monitor's
 * @param metricRelabelings before the monitor's
 */
public record ScrapeClass(
        String name,
        @JsonProperty("default") @Nullable Boolean isDefault,
        @Nullable String fallbackScrapeProtocol,
        @Nullable TlsConfig tlsConfig,
        @Nullable Authorization authorization,
        List<RelabelConfig> relabelings,
        List<RelabelConfig> metricRelabelings,
        @Nullable AttachMetadata attachMetadata) {

    public ScrapeClass {
        relabelings = List.copyOf(relabelings);
        metricRelabelings = List.copyOf(metricRelabelings);
    }
}

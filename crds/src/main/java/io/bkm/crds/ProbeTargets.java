package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Probe asks about. One of the two must be set; where both are, the static ones win. */
public record ProbeTargets(
        @Nullable StaticConfig staticConfig, @Nullable IngressTargets ingress) {

    /**
     * Written out.
     *
     * @param targets in JSON {@code static}
     * @param labels for all targets
     */
    public record StaticConfig(
            @JsonProperty("static") List<String> targets,
            Map<String, String> labels,
            List<RelabelConfig> relabelingConfigs) {

        public StaticConfig {
            targets = List.copyOf(targets);
            labels = Sorted.copyOf(labels);
            relabelingConfigs = List.copyOf(relabelingConfigs);
        }
    }

    /** Each path of each rule of the selected Ingresses. Both selectors absent: all of the Probe's namespace. */
    public record IngressTargets(
            @Nullable LabelSelector selector,
            @Nullable NamespaceSelector namespaceSelector,
            List<RelabelConfig> relabelingConfigs) {

        public IngressTargets {
            relabelingConfigs = List.copyOf(relabelingConfigs);
        }
    }
}

package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of monitors, as the API names them. */
public enum MonitorKind {
    SERVICE_MONITOR("ServiceMonitor", "servicemonitors", "v1"),
    POD_MONITOR("PodMonitor", "podmonitors", "v1"),
    PROBE("Probe", "probes", "v1"),
    SCRAPE_CONFIG("ScrapeConfig", "scrapeconfigs", "v1alpha1");

    public static final String GROUP = "monitoring.coreos.com";

    private final String kind;
    private final String plural;
    private final String version;

    MonitorKind(String kind, String plural, String version) {
        this.kind = kind;
        this.plural = plural;
        this.version = version;
    }

    public static Optional<MonitorKind> of(String kind) {
        return Arrays.stream(values()).filter(known -> known.kind.equals(kind)).findFirst();
    }

    public String kind() {
        return kind;
    }

    public String plural() {
        return plural;
    }

    public String apiVersion() {
        return GROUP + "/" + version;
    }

    public ResourceDefinitionContext definition() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}

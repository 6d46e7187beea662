package io.bkm.crds;

/** A resource of prometheus-operator that becomes targets. */
public sealed interface Monitor permits ServiceMonitor, PodMonitor, Probe, ScrapeConfig {

    Metadata metadata();

    /** The kind as it stands in a manifest. */
    default String kind() {
        return getClass().getSimpleName();
    }
}

package io.bkm.crds;

/** A resource of prometheus-operator that becomes targets. */
public sealed interface Monitor extends CustomResource permits ServiceMonitor, PodMonitor, Probe, ScrapeConfig {}

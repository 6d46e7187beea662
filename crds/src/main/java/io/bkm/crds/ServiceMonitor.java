package io.bkm.crds;

/** A ServiceMonitor resource. */
public record ServiceMonitor(Metadata metadata) {}

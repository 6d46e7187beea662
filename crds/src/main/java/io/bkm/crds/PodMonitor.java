package io.bkm.crds;

/** A PodMonitor resource. */
public record PodMonitor(Metadata metadata) {}

package io.bkm.crds;

/** A Probe resource. */
public record Probe(Metadata metadata) {}

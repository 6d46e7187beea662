package io.bkm.crds;

/** A ScrapeConfig resource. */
public record ScrapeConfig(Metadata metadata) {}

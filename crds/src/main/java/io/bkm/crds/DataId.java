package io.bkm.crds;

/** A DataId resource. */
public record DataId(Metadata metadata) {}

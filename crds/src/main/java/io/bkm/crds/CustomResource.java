package io.bkm.crds;

/** A resource of one of the kinds that this module knows. */
public sealed interface CustomResource permits Monitor, DataId, BkLogConfig {

    Metadata metadata();

    /** The kind as it stands in a manifest. */
    String kind();
}

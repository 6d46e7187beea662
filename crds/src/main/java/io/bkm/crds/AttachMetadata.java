package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** Which objects besides the discovered one give meta labels. */
public record AttachMetadata(@Nullable Boolean node) {}

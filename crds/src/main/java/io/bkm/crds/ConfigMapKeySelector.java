package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** A key of a ConfigMap in the monitor's namespace. */
public record ConfigMapKeySelector(
        @OrEmpty String name, String key, @Nullable Boolean optional) {}

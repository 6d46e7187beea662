package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** A key of a Secret in the monitor's namespace. */
public record SecretKeySelector(
        @OrEmpty String name, String key, @Nullable Boolean optional) {}

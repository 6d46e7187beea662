package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** User and password, each in a Secret. */
public record BasicAuth(
        @Nullable SecretKeySelector username, @Nullable SecretKeySelector password) {}

package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/**
 * An Authorization header.
 *
 * @param type "" means Bearer; Basic is not allowed
 */
public record Authorization(@OrEmpty String type, @Nullable SecretKeySelector credentials) {}

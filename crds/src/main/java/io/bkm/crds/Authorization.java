package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/**
 * An Authorization header.
 *
 * @param type "" means Bearer; Basic is not allowed
 * @param credentialsFile path on the scraping member; only in scrape classes
 */
public record Authorization(
        @OrEmpty String type,
        @Nullable SecretKeySelector credentials,
        @OrEmpty String credentialsFile) {}

package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/**
 * How a TLS connection is made and verified.
 *
 * @param minVersion {@code TLS10} to {@code TLS13}
 * @param caFile path on the scraping member; it and the other two files only in ServiceMonitors and scrape classes
 */
public record TlsConfig(
        @Nullable SecretOrConfigMap ca,
        @Nullable SecretOrConfigMap cert,
        @Nullable SecretKeySelector keySecret,
        @Nullable String serverName,
        @Nullable Boolean insecureSkipVerify,
        @Nullable String minVersion,
        @Nullable String maxVersion,
        @OrEmpty String caFile,
        @OrEmpty String certFile,
        @OrEmpty String keyFile) {}

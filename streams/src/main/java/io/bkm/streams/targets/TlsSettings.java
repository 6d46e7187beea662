package io.bkm.streams.targets;

import org.jspecify.annotations.Nullable;

/**
 * TLS of a scrape. The PEM texts are the content itself; a value that starts with {@code file:} names a file that is
 * read again when it changes.
 *
 * @param minVersion {@code TLS12} or {@code TLS13} in Prometheus' names; {@code TLS10} and {@code TLS11} are below what
 *     the JDK speaks
 */
public record TlsSettings(
        @Nullable String ca,
        @Nullable String cert,
        @Nullable String key,
        @Nullable String serverName,
        boolean insecureSkipVerify,
        @Nullable String minVersion,
        @Nullable String maxVersion) {

    /** Everything, the private key included: for hashing only. */
    String secretText() {
        return String.join(
                "\n",
                String.valueOf(ca),
                String.valueOf(cert),
                String.valueOf(key),
                String.valueOf(serverName),
                String.valueOf(insecureSkipVerify),
                String.valueOf(minVersion),
                String.valueOf(maxVersion));
    }

    @Override
    public String toString() {
        return "TlsSettings[serverName=" + serverName + ", insecureSkipVerify=" + insecureSkipVerify + "]";
    }
}

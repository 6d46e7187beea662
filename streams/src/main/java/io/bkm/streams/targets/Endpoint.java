package io.bkm.streams.targets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request reaches: everything that shapes it, and when it is made. Targets whose endpoints are equal share one
 * scrape.
 *
 * @param url absolute, with its parameters
 * @param acceptedFormats scrape protocols in Prometheus' names ({@code PrometheusText0.0.4} …), the preferred first;
 *     empty means ours
 */
public record Endpoint(
        String url,
        Duration interval,
        Duration timeout,
        List<String> acceptedFormats,
        boolean followRedirects,
        boolean compression,
        @Nullable Credentials credentials,
        @Nullable TlsSettings tls,
        @Nullable ProxySettings proxy,
        NameEscaping nameEscaping) {

    public Endpoint {
        acceptedFormats = List.copyOf(acceptedFormats);
    }

    /** One that is asked for names as they are. */
    public Endpoint(
            String url,
            Duration interval,
            Duration timeout,
            List<String> acceptedFormats,
            boolean followRedirects,
            boolean compression,
            @Nullable Credentials credentials,
            @Nullable TlsSettings tls,
            @Nullable ProxySettings proxy) {
        this(
                url,
                interval,
                timeout,
                acceptedFormats,
                followRedirects,
                compression,
                credentials,
                tls,
                proxy,
                NameEscaping.ALLOW_UTF8);
    }

    /** A plain GET of {@code url}: no credentials, TLS defaults, no proxy. */
    public static Endpoint of(String url, Duration interval, Duration timeout) {
        return new Endpoint(url, interval, timeout, List.of(), true, true, null, null, null);
    }

    /** The same for equal endpoints on every member and in every run. */
    public EndpointId id() {
        // Each part has its length before it, so that no two different endpoints share a text.
        var text = new StringBuilder();
        for (var part : new Object[] {
            url,
            interval.toMillis(),
            timeout.toMillis(),
            acceptedFormats,
            followRedirects,
            compression,
            credentials == null ? "" : credentials.secretText(),
            tls == null ? "" : tls.secretText(),
            proxy == null ? "" : proxy.secretText(),
            nameEscaping.parameter()
        }) {
            var value = part.toString();
            text.append(value.length()).append(':').append(value);
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return new EndpointId(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

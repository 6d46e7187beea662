package io.bkm.streams.fetch;

import io.bkm.streams.targets.Endpoint;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a scrape's request: the headers that Prometheus sends, and no others. ({@code X-BK-AGENT} of
 * bkmonitorbeat is left out: it would have to name a program that this is not.)
 */
final class RequestHead {

    private static final String USER_AGENT = "bkm/" + version();

    private final String common;
    /** The last one made: between scrapes nothing changes but a token now and then. */
    private @Nullable Made made;

    private record Made(
            HttpUrl url, @Nullable HttpUrl proxy, @Nullable String authorization, Bytes bytes) {}

    /** An array as a record component would have no value equality, so it travels in a class of its own. */
    private static final class Bytes {
        final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }
    }

    RequestHead(Endpoint endpoint, List<String> defaultFormats) {
        var formats = AcceptHeader.spoken(endpoint.acceptedFormats());
        common = "User-Agent: " + USER_AGENT
                + "\r\nAccept: "
                + AcceptHeader.of(formats.isEmpty() ? defaultFormats : formats, endpoint.nameEscaping())
                + "\r\nAccept-Encoding: " + (endpoint.compression() ? "gzip" : "identity")
                + "\r\nX-Prometheus-Scrape-Timeout-Seconds: "
                + seconds(endpoint.timeout().toMillis()) + "\r\n";
    }

    /** Of a request that is no scrape: with these headers instead of those for one. */
    RequestHead(Endpoint endpoint, Map<String, String> headers) {
        var text = new StringBuilder("User-Agent: " + USER_AGENT + "\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        common = text.append("Accept-Encoding: ")
                .append(endpoint.compression() ? "gzip" : "identity")
                .append("\r\n")
                .toString();
    }

    /** @param proxy that the request is sent to, rather than through a tunnel it made; then the target is absolute */
    byte[] bytes(HttpUrl url, @Nullable HttpUrl proxy, @Nullable String authorization) {
        var last = made;
        if (last == null
                || !last.url.equals(url)
                || !java.util.Objects.equals(last.proxy, proxy)
                || !java.util.Objects.equals(last.authorization, authorization)) {
            last = new Made(url, proxy, authorization, new Bytes(make(url, proxy, authorization)));
            made = last;
        }
        return last.bytes.array;
    }

    private byte[] make(HttpUrl url, @Nullable HttpUrl proxy, @Nullable String authorization) {
        var head = new StringBuilder("GET ")
                .append(proxy == null ? "" : "http://" + url.authority())
                .append(url.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(url.authority())
                .append("\r\n")
                .append(common);
        if (authorization != null) {
            head.append("Authorization: ").append(authorization).append("\r\n");
        }
        if (proxy != null && !proxy.userInfo().isEmpty()) {
            head.append("Proxy-Authorization: ")
                    .append(Authorization.basic(proxy.userInfo()))
                    .append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As Go formats it: no exponent, no trailing zeros. */
    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }

    private static String version() {
        var version = RequestHead.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}

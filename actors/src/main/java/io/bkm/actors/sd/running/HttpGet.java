package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Access;
import io.bkm.actors.sd.Discovery.Urls;
import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.HttpFetcher;
import io.bkm.streams.targets.Endpoint;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks by the protocol of Prometheus' HTTP discovery, with the client that scrapes: credentials, TLS and proxies as there. */
final class HttpGet {

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("(?i:application/json(;\\s*charset=(\"utf-8\"|utf-8))?)");
    private static final long FIRST_BUFFER = 16 * 1024;

    private final HttpFetcher fetcher;
    private final BodyBuffers buffers;
    private final SdSettings settings;

    HttpGet(HttpFetcher fetcher, BodyBuffers buffers, SdSettings settings) {
        this.fetcher = fetcher;
        this.buffers = buffers;
        this.settings = settings;
    }

    /** @param refresh told to the server; it has no longer than that to answer */
    byte[] json(String url, Access access, Duration refresh) throws LookupFailure {
        var endpoint = new Endpoint(
                url,
                refresh,
                settings.timeoutWithin(refresh),
                List.of(),
                access.followRedirects(),
                true,
                access.credentials(),
                access.tls(),
                access.proxy());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json");
        headers.put("X-Prometheus-Refresh-Interval-Seconds", seconds(refresh));
        var taken = new Room();
        try (var client = fetcher.open(endpoint, headers);
                taken) {
            return switch (client.fetch(settings.maxAnswerSize(), taken::enter)) {
                case FetchResult.Fetched fetched -> {
                    if (!CONTENT_TYPE.matcher(fetched.contentType().strip()).matches()) {
                        throw new LookupFailure(Urls.withoutSecrets(url) + ": content type \"" + fetched.contentType()
                                + "\" (expected: application/json)");
                    }
                    yield taken.bytes();
                }
                case FetchResult.Failed failed ->
                    throw new LookupFailure(Urls.withoutSecrets(url) + ": "
                            + failed.reason().name().toLowerCase(Locale.ROOT) + ", " + failed.detail());
            };
        }
    }

    /** As Go formats it: no exponent, no trailing zeros. */
    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private final class Room implements AutoCloseable {

        private @Nullable BodyBuffer buffer;

        @Nullable
        BodyBuffer enter(Duration atMost) throws InterruptedException {
            buffer = buffers.take(FIRST_BUFFER, atMost);
            return buffer;
        }

        byte[] bytes() {
            return buffer == null ? new byte[0] : Arrays.copyOf(buffer.array(), buffer.length());
        }

        @Override
        public void close() {
            if (buffer != null) {
                buffer.close();
            }
        }
    }
}

package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.fetch.FetchResult.Failed;
import io.bkm.streams.fetch.FetchResult.Fetched;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A fetcher with the default settings, and what tests say to it. Nothing borrowed may be left at its end. */
final class FetchHarness implements AutoCloseable {

    static final Duration PLENTY = Duration.ofSeconds(30);
    static final long LIMIT = 4 << 20;

    final BodyBuffers buffers;
    final HttpFetcher fetcher;
    private final List<Fetcher.EndpointClient> clients = new ArrayList<>();

    FetchHarness(String settings, Map<String, String> environment) {
        this(settings, environment, host -> {
            throw new UnknownHostException(host);
        });
    }

    FetchHarness(String settings, Map<String, String> environment, Resolver.Lookup lookup) {
        var config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
        var fetch = FetchSettings.from(config);
        buffers = fetch.createBuffers();
        fetcher = HttpFetcher.create(fetch, buffers, lookup, environment);
    }

    static FetchHarness withDefaults() {
        return new FetchHarness("", Map.of());
    }

    /** Every name is this machine. */
    static FetchHarness withNames(String settings) {
        return new FetchHarness(settings, Map.of(), _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
    }

    static Endpoint endpoint(String url) {
        return Endpoint.of(url, Duration.ofSeconds(60), PLENTY);
    }

    static Endpoint endpoint(String url, Duration timeout) {
        return Endpoint.of(url, Duration.ofSeconds(60), timeout);
    }

    static Endpoint endpoint(String url, Credentials credentials) {
        return new Endpoint(url, Duration.ofSeconds(60), PLENTY, List.of(), true, true, credentials, null, null);
    }

    static Endpoint endpoint(String url, @Nullable TlsSettings tls, @Nullable ProxySettings proxy) {
        return new Endpoint(url, Duration.ofSeconds(60), PLENTY, List.of(), true, true, null, tls, proxy);
    }

    Fetcher.EndpointClient open(Endpoint endpoint) {
        var client = fetcher.open(endpoint);
        clients.add(client);
        return client;
    }

    /** What came of one fetch. */
    record Got(FetchResult result, String body) {

        String contentType() {
            return fetched().contentType();
        }

        Fetched fetched() {
            assertThat(result).isInstanceOf(Fetched.class);
            return (Fetched) result;
        }

        Failed failed() {
            assertThat(result).isInstanceOf(Failed.class);
            return (Failed) result;
        }

        void failedWith(FetchResult.Reason reason, String detail) {
            assertThat(failed().reason() + ": " + failed().detail()).isEqualTo(reason + ": " + detail);
        }
    }

    Got fetch(String url) {
        return fetch(open(endpoint(url)));
    }

    Got fetch(Endpoint endpoint) {
        return fetch(open(endpoint));
    }

    Got fetch(Fetcher.EndpointClient client) {
        return fetch(client, LIMIT);
    }

    Got fetch(Fetcher.EndpointClient client, long maxBodySize) {
        try (var room = new OneRoom()) {
            var result = client.fetch(maxBodySize, room);
            return new Got(result, room.text());
        }
    }

    /** There is always room for the first answer. */
    private final class OneRoom implements AnswerRoom, AutoCloseable {

        private @Nullable BodyBuffer body;

        @Override
        public BodyBuffer enter(Duration atMost) {
            assertThat(body).as("rooms entered before").isNull();
            body = Objects.requireNonNull(buffers.tryTake(0));
            return body;
        }

        String text() {
            return body == null ? "" : new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            if (body != null) {
                body.close();
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(Fetcher.EndpointClient::close);
        fetcher.close();
        assertThat(buffers.lentBytes()).as("bytes still borrowed").isZero();
    }
}

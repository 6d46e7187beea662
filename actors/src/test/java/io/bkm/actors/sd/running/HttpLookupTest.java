package io.bkm.actors.sd.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.sd.Access;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.targets.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol of Prometheus' discovery/http. */
class HttpLookupTest {

    private static final SdSettings SETTINGS = SdSettingsTest.settings("max-answer-size = 64 KiB");

    private final HttpServer server = start();
    private final Lookups lookups = Lookups.real(SETTINGS, FetchSettings.from(ConfigFactory.load()));
    private int status = 200;
    private @Nullable String contentType = "application/json; charset=utf-8";
    private String body = "[{\"targets\":[\"10.1.1.1:80\"],\"labels\":{\"env\":\"prod\"}}]";
    private volatile @Nullable Headers asked;

    @BeforeEach
    void serve() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        lookups.close();
        server.stop(0);
    }

    @Test
    void asksAsPrometheusDoes() throws LookupFailure {
        var groups = look(Access.PLAIN);

        assertThat(groups.getFirst().source()).isEqualTo(url() + ":0");
        assertThat(groups.getFirst().labels().toMap())
                .containsEntry("env", "prod")
                .containsEntry("__meta_url", url());
        assertThat(header("Accept")).isEqualTo("application/json");
        assertThat(header("X-Prometheus-Refresh-Interval-Seconds")).isEqualTo("90.5");
        assertThat(header("X-Prometheus-Scrape-Timeout-Seconds")).isNull();
    }

    @Test
    void showsWhoItIs() throws LookupFailure {
        look(new Access(true, new Credentials.Header("Bearer", "secret"), null, null));

        assertThat(header("Authorization")).isEqualTo("Bearer secret");
    }

    @Test
    void aPasswordInTheUrlIsInNoLabelAndNoFailure() throws LookupFailure {
        var secret = url().replace("http://", "http://me:secret@");

        assertThat(look(secret, Access.PLAIN).getFirst().labels().get("__meta_url"))
                .isEqualTo(url().replace("http://", "http://me:xxxxx@"));
        assertThat(header("Authorization")).startsWith("Basic ");
        status = 500;
        assertThatThrownBy(() -> look(secret, Access.PLAIN)).message().doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | application/json                | http_status",
                "200 | text/html                       | content type \"text/html\" (expected: application/json)",
                "200 | application/json; charset=latin1 | (expected: application/json)",
                "200 |                                 | content type \"\" (expected: application/json)",
            })
    void refusesWhatPrometheusRefuses(int code, @Nullable String type, String reason) {
        status = code;
        contentType = type;

        assertThatThrownBy(() -> look(Access.PLAIN)).hasMessageContaining(reason);
    }

    @Test
    void namesTheServerWhoseAnswerCannotBeRead() {
        body = "[{]";

        assertThatThrownBy(() -> look(Access.PLAIN))
                .hasMessage(url() + ": no JSON at line 1, column 3 (expected: a list of target groups)");
    }

    @Test
    void readsNoMoreThanTheBound() {
        body = "[" + " ".repeat(1 << 20) + "]";

        assertThatThrownBy(() -> look(Access.PLAIN)).hasMessageContaining("body_size_limit");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/sd";
    }

    private List<FoundGroup> look(Access access) throws LookupFailure {
        return look(url(), access);
    }

    private List<FoundGroup> look(String url, Access access) throws LookupFailure {
        var lookup = lookups.open(new Discovery.Http(url, access, Duration.ofMillis(90_500)));
        return lookup.look(lookup.parts().getFirst());
    }

    private @Nullable String header(String name) {
        var headers = asked;
        return headers == null ? null : headers.getFirst(name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestHeaders();
        if (contentType != null) {
            exchange.getResponseHeaders().set("Content-Type", contentType);
        }
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

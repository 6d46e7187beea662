package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RequestsTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";

    private final FetchHarness harness = FetchHarness.withDefaults();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void areWhatPrometheusSends() throws IOException {
        try (var server = ScriptedServer.start(answering(UP))) {
            var _ = harness.fetch(
                    Endpoint.of(server.url("/metrics?a=b"), Duration.ofSeconds(60), Duration.ofMillis(7500)));

            assertThat(server.requests())
                    .containsExactly(String.join(
                            "\r\n",
                            "GET /metrics?a=b HTTP/1.1",
                            "Host: 127.0.0.1:" + server.port(),
                            "User-Agent: bkm/dev",
                            "Accept: application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                            "Accept-Encoding: gzip",
                            "X-Prometheus-Scrape-Timeout-Seconds: 7.5",
                            "",
                            ""));
        }
    }

    @Test
    void askForTheFormatsOfTheEndpoint() throws IOException {
        assertThat(requestOf(List.of("PrometheusText0.0.4"), null))
                .contains("\r\nAccept: text/plain;version=0.0.4;q=0.6,*/*;q=0.5\r\n");
        assertThat(requestOf(List.of("PrometheusProto"), null)).contains("\r\nAccept: application/openmetrics-text;");
    }

    @Test
    void carryCredentials() throws IOException {
        assertThat(requestOf(List.of(), new Credentials.Basic("user", "p:ä")))
                .contains("\r\nAuthorization: Basic dXNlcjpwOsOk\r\n");
        assertThat(requestOf(List.of(), new Credentials.Header("Bearer", "t0ken")))
                .contains("\r\nAuthorization: Bearer t0ken\r\n");
        assertThat(requestOf(List.of(), null)).doesNotContain("Authorization");
    }

    @Test
    void carryTheCredentialsOfTheUrlWhenThereAreNoOthers() throws IOException {
        try (var server = ScriptedServer.start(answering(UP), answering(UP))) {
            var url = "http://user:p%40ss@127.0.0.1:" + server.port() + "/";

            var _ = harness.fetch(url);
            var _ = harness.fetch(endpoint(url, new Credentials.Header("Bearer", "t0ken")));

            assertThat(server.requests().get(0))
                    .contains("\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
                    .contains("\r\nAuthorization: Basic dXNlcjpwQHNz\r\n");
            assertThat(server.requests().get(1)).contains("\r\nAuthorization: Bearer t0ken\r\n");
        }
    }

    @Test
    void readACredentialsFileEachTime(@TempDir Path folder) throws IOException {
        var file = folder.resolve("token");
        Files.writeString(file, "  first\n");
        try (var server = ScriptedServer.start(peer -> {
            for (int i = 0; i < 2; i++) {
                peer.request();
                peer.send(UP);
            }
        })) {
            var client = harness.open(endpoint(server.url("/"), new Credentials.HeaderFile("Bearer", file.toString())));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            Files.writeString(file, "second");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");

            assertThat(server.requests().get(0)).contains("\r\nAuthorization: Bearer first\r\n");
            assertThat(server.requests().get(1)).contains("\r\nAuthorization: Bearer second\r\n");
        }
    }

    @Test
    void areNotMadeWithoutTheirCredentials(@TempDir Path folder) throws IOException {
        var missing = folder.resolve("missing");
        var large = folder.resolve("large");
        Files.writeString(large, "x".repeat(70_000));
        var twoLines = folder.resolve("two-lines");
        Files.writeString(twoLines, "secret\r\nX-Injected: yes");

        failsWith(
                new Credentials.HeaderFile("Bearer", missing.toString()),
                "credentials file not read: java.nio.file.NoSuchFileException: " + missing);
        failsWith(
                new Credentials.HeaderFile("Bearer", large.toString()),
                "credentials file " + large + " larger than 65536 bytes");
        failsWith(
                new Credentials.HeaderFile("Bearer", twoLines.toString()),
                "credentials file " + twoLines + " with a control character (expected: one line of text)");
        failsWith(
                new Credentials.Header("Bearer", "a\nb"),
                "credentials with a control character (expected: one line of text)");
    }

    @Test
    void goToTheHostOfTheUrlWhateverItResolvesTo() throws IOException {
        try (var names = FetchHarness.withNames("");
                var server = ScriptedServer.start(answering(UP))) {
            assertThat(names.fetch("HTTP://my_host.Example:" + server.port() + "/a b/{c}?q=\"ä\"#part")
                            .body())
                    .isEqualTo("up 1\n");

            assertThat(server.requests().getFirst())
                    .startsWith("GET /a%20b/%7Bc%7D?q=%22%C3%A4%22 HTTP/1.1\r\nHost: my_host.Example:" + server.port()
                            + "\r\n");
        }
    }

    private String requestOf(List<String> formats, @Nullable Credentials credentials) throws IOException {
        try (var server = ScriptedServer.start(answering(UP))) {
            var plain = endpoint(server.url("/"));
            var _ = harness.fetch(new Endpoint(
                    plain.url(), plain.interval(), plain.timeout(), formats, true, true, credentials, null, null));
            return server.requests().getFirst();
        }
    }

    private void failsWith(Credentials credentials, String detail) {
        harness.fetch(endpoint("http://127.0.0.1:1/", credentials))
                .failedWith(Reason.CREDENTIALS, "127.0.0.1:1: " + detail);
    }
}

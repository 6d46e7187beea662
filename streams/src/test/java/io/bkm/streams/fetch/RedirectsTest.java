package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RedirectsTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";
    private static final Credentials SECRET = new Credentials.Header("Bearer", "t0ken");

    private final FetchHarness harness = FetchHarness.withNames("");

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void areFollowedOnTheSameConnection(int status) throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send(redirect(status, "/there"));
            peer.request();
            peer.send(UP);
        })) {
            assertThat(harness.fetch(server.url("/here")).body()).isEqualTo("up 1\n");
            assertThat(server.requests().get(1)).startsWith("GET /there HTTP/1.1\r\n");
        }
    }

    @Test
    void areFollowedToAnotherServer() throws IOException {
        try (var there = ScriptedServer.start(answering(UP));
                var here = ScriptedServer.start(answering(redirect(302, there.url("/x?y"))))) {
            assertThat(harness.fetch(here.url("/")).body()).isEqualTo("up 1\n");
            assertThat(there.requests().getFirst())
                    .startsWith("GET /x?y HTTP/1.1\r\nHost: 127.0.0.1:" + there.port() + "\r\n");
        }
    }

    @Test
    void areNotFollowedWhenTheEndpointSaysSo() throws IOException {
        try (var server = ScriptedServer.start(answering(redirect(302, "/there")))) {
            var plain = endpoint(server.url("/"));
            var obedient = new Endpoint(
                    plain.url(),
                    plain.interval(),
                    plain.timeout(),
                    plain.acceptedFormats(),
                    false,
                    true,
                    null,
                    null,
                    null);

            harness.fetch(obedient)
                    .failedWith(
                            Reason.HTTP_STATUS,
                            "127.0.0.1:" + server.port()
                                    + ": HTTP status 302 (expected: 200; followRedirects is false)");
        }
    }

    @Test
    void endAfterTenRequests() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            for (int i = 0; i < 10; i++) {
                peer.request();
                peer.send(redirect(302, "/again"));
            }
            peer.awaitClose();
        })) {
            harness.fetch(server.url("/"))
                    .failedWith(
                            Reason.HTTP_STATUS, "127.0.0.1:" + server.port() + ": HTTP status 302 after 10 requests");
            assertThat(server.requests()).hasSize(10);
        }
    }

    @Test
    void withoutAPlaceToGo() throws IOException {
        try (var server = ScriptedServer.start(
                answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
                answering(redirect(302, "ftp://127.0.0.1/")))) {
            var where = "127.0.0.1:" + server.port();

            harness.fetch(server.url("/"))
                    .failedWith(Reason.HTTP_STATUS, where + ": HTTP status 302 without a Location header");
            harness.fetch(server.url("/"))
                    .failedWith(Reason.CONNECTION, where + ": URL with scheme \"ftp\" (expected: http or https)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "here.example,     here.example,     true",
        "here.example,     sub.here.example, true",
        "here.example,     there.example,    false",
        "here.example,     nothere.example,  false",
        "sub.here.example, here.example,     false"
    })
    void takeCredentialsToTheSameHostAndBelow(String from, String to, boolean taken) throws IOException {
        try (var server = ScriptedServer.start(answering(UP));
                var first =
                        ScriptedServer.start(answering(redirect(302, "http://" + to + ":" + server.port() + "/")))) {
            var got = harness.fetch(endpoint("http://" + from + ":" + first.port() + "/", SECRET));

            assertThat(got.body()).isEqualTo("up 1\n");
            assertThat(first.requests().getFirst()).contains("\r\nAuthorization: Bearer t0ken\r\n");
            assertThat(server.requests().getFirst().contains("Authorization")).isEqualTo(taken);
        }
    }

    @Test
    void doNotTakeCredentialsBackFromAnotherHost() throws IOException {
        try (var last = ScriptedServer.start(answering(UP));
                var other = ScriptedServer.start(answering(redirect(302, "http://here.example:" + last.port() + "/")));
                var first =
                        ScriptedServer.start(answering(redirect(302, "http://there.example:" + other.port() + "/")))) {
            var got = harness.fetch(endpoint("http://here.example:" + first.port() + "/", SECRET));

            assertThat(got.body()).isEqualTo("up 1\n");
            assertThat(last.requests().getFirst()).doesNotContain("Authorization");
        }
    }

    @Test
    void countAsPartOfTheDeadline() throws IOException {
        try (var slow = ScriptedServer.start(peer -> {
                    peer.request();
                    peer.awaitClose();
                });
                var first = ScriptedServer.start(answering(redirect(302, slow.url("/"))))) {
            harness.fetch(endpoint(first.url("/"), java.time.Duration.ofSeconds(1)))
                    .failedWith(
                            Reason.TIMEOUT,
                            "127.0.0.1:" + slow.port() + ": not done within PT1S, waiting for the response");
        }
    }

    private static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 2\r\n\r\nup";
    }
}

package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.fetch.OAuth2Tokens.Token;
import io.bkm.streams.targets.Credentials.OAuth2;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OAuth2Test {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";

    private final FetchHarness harness = FetchHarness.withDefaults();
    private final List<String> forms = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aTokenIsFetchedOnceAndSharedByAllEndpoints() throws IOException {
        try (var tokens = ScriptedServer.start(giving("{\"access_token\":\"t1\",\"token_type\":\"bearer\"}"));
                var target = ScriptedServer.start(answering(UP), answering(UP))) {
            var credentials = new OAuth2(
                    tokens.url("/token?tenant=1"),
                    "client id",
                    "s&cret",
                    List.of("read", "write"),
                    Map.of("audience", "metrics/x"),
                    null);

            assertThat(harness.fetch(endpoint(target.url("/a"), credentials)).body())
                    .isEqualTo("up 1\n");
            assertThat(harness.fetch(endpoint(target.url("/b"), credentials)).body())
                    .isEqualTo("up 1\n");

            assertThat(target.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request).contains("\r\nAuthorization: Bearer t1\r\n"));
            assertThat(tokens.requests().getFirst())
                    .startsWith("POST /token?tenant=1 HTTP/1.1\r\n")
                    .contains("\r\nAuthorization: Basic Y2xpZW50K2lkOnMlMjZjcmV0\r\n")
                    .contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n");
            assertThat(forms).containsExactly("audience=metrics%2Fx&grant_type=client_credentials&scope=read+write");
        }
    }

    @Test
    void aServerThatDoesNotLookAtTheHeaderGetsTheSecretInTheForm() throws IOException {
        try (var tokens = ScriptedServer.start(peer -> {
                    note(peer);
                    peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}");
                    note(peer);
                    peer.send(json("{\"access_token\":\"t1\",\"token_type\":\"mac\"}"));
                });
                var target = ScriptedServer.start(answering(UP))) {
            assertThat(harness.fetch(endpoint(target.url("/"), credentials(tokens)))
                            .body())
                    .isEqualTo("up 1\n");

            assertThat(forms.get(1)).isEqualTo("client_id=id&client_secret=secret&grant_type=client_credentials");
            assertThat(tokens.requests().get(1)).doesNotContain("Authorization");
            assertThat(target.requests().getFirst()).contains("\r\nAuthorization: MAC t1\r\n");
        }
    }

    @Test
    void aTokenThatTheEndpointRefusesIsReplaced() throws IOException {
        try (var tokens =
                        ScriptedServer.start(giving("{\"access_token\":\"t1\"}"), giving("{\"access_token\":\"t2\"}"));
                var target = ScriptedServer.start(peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                    peer.request();
                    peer.send(UP);
                })) {
            var client = harness.open(endpoint(target.url("/"), credentials(tokens)));

            assertThat(harness.fetch(client).failed().reason()).isEqualTo(Reason.HTTP_STATUS);
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(target.requests().get(1)).contains("\r\nAuthorization: Bearer t2\r\n");
        }
    }

    @Test
    void aTokenThatIsAboutToExpireIsReplaced() throws IOException {
        try (var tokens = ScriptedServer.start(
                        giving("{\"access_token\":\"t1\",\"expires_in\":10}"),
                        giving("{\"access_token\":\"t2\",\"expires_in\":\"3600\"}"));
                var target = ScriptedServer.start(answering(UP), answering(UP), answering(UP))) {
            for (int i = 0; i < 3; i++) {
                assertThat(harness.fetch(endpoint(target.url("/"), credentials(tokens)))
                                .body())
                        .isEqualTo("up 1\n");
            }

            assertThat(target.requests().get(0)).contains("Bearer t1");
            assertThat(target.requests().get(1)).contains("Bearer t2");
            assertThat(target.requests().get(2)).contains("Bearer t2");
        }
    }

    @Test
    void tokensHaveAnEndTenSecondsBeforeTheServersEnd() {
        var token = Token.expiringIn("Bearer x", 30, 5);
        long end = 5 + TimeUnit.SECONDS.toNanos(20);

        assertThat(token.isGood(end - 1)).isTrue();
        assertThat(token.isGood(end)).isFalse();
        assertThat(Token.expiringIn("Bearer x", 0, 5).isGood(Long.MAX_VALUE)).isTrue();
        assertThat(token.toString()).doesNotContain("Bearer");
    }

    @Test
    void oneAsksAndTheOthersWait() throws IOException {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        try (var tokens = ScriptedServer.start(peer -> {
                    note(peer);
                    asked.countDown();
                    answer.await();
                    peer.send(json("{\"access_token\":\"t1\"}"));
                });
                var target = ScriptedServer.start(answering(UP), answering(UP))) {
            var credentials = credentials(tokens);
            var first = CompletableFuture.supplyAsync(() -> harness.fetch(endpoint(target.url("/"), credentials)));
            asked.await();

            harness.fetch(new io.bkm.streams.targets.Endpoint(
                            target.url("/"),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(1),
                            List.of(),
                            true,
                            true,
                            credentials,
                            null,
                            null))
                    .failedWith(
                            Reason.TIMEOUT,
                            "127.0.0.1:" + target.port() + ": not done within PT1S, getting an OAuth2 token");
            answer.countDown();

            assertThat(first.join().body()).isEqualTo("up 1\n");
            assertThat(tokens.connections()).isEqualTo(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatCanGoWrong() throws IOException {
        failsWith(
                "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "HTTP status 500 (expected: 200)");
        failsWith(json("{\"error\":\"x\"}"), "an answer without access_token");
        failsWith(json("<html>"), "an answer that is not JSON");
        failsWith(
                json("{\"access_token\":\"a\\nb\"}"), "a token with a control character (expected: one line of text)");
        failsWith("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", "body ended after 1 of 5 bytes");
        failsWith("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n{", "body larger than 1048576 bytes");
    }

    @Test
    void aTokenServerOverTls() throws IOException {
        try (var tokens = ScriptedServer.over(TestTls.server(), giving("{\"access_token\":\"t1\"}"));
                var target = ScriptedServer.start(answering(UP))) {
            var credentials = new OAuth2(
                    "https://127.0.0.1:" + tokens.port() + "/",
                    "id",
                    "secret",
                    List.of(),
                    Map.of(),
                    TestTls.trusting());

            assertThat(harness.fetch(endpoint(target.url("/"), credentials)).body())
                    .isEqualTo("up 1\n");
        }
    }

    private void failsWith(String response, String detail) throws IOException {
        ScriptedServer.Script script = peer -> {
            note(peer);
            peer.send(response);
        };
        try (var tokens = ScriptedServer.start(script, script)) {
            harness.fetch(endpoint("http://127.0.0.1:1/", credentials(tokens)))
                    .failedWith(
                            Reason.CREDENTIALS,
                            "127.0.0.1:1: OAuth2 token from 127.0.0.1:" + tokens.port() + ": " + detail);
        }
    }

    private ScriptedServer.Script giving(String token) {
        return peer -> {
            note(peer);
            peer.send(json(token));
        };
    }

    private void note(ScriptedServer.Peer peer) throws IOException {
        var head = peer.request();
        var length = head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
        forms.add(peer.body(Integer.parseInt(length)));
    }

    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static OAuth2 credentials(ScriptedServer tokens) {
        return new OAuth2(tokens.url("/"), "id", "secret", List.of(), Map.of(), null);
    }
}

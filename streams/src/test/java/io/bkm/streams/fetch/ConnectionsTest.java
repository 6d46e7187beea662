package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ConnectionsTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";

    private FetchHarness harness = FetchHarness.withDefaults();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void isKeptBetweenFetches() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send(UP);
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nup 2\n\r\n0\r\n\r\n");
            peer.request();
            peer.send("HTTP/1.0 200 OK\r\nConnection: foo, Keep-Alive\r\nContent-Length: 5\r\n\r\nup 3\n");
            peer.request();
            peer.send(UP);
        })) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 2\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 3\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nup 1\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\nand more",
            })
    void isNotKeptWhenTheAnswerForbidsIt(String response) throws IOException {
        try (var server = ScriptedServer.start(
                peer -> {
                    peer.request();
                    peer.send(response);
                    peer.awaitClose();
                },
                answering(UP))) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void oneThatTheServerClosedMeanwhileIsReplaced() throws IOException {
        try (var server = ScriptedServer.start(answering(UP), answering(UP))) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void oneThatIsResetInsteadOfAnsweredIsReplaced() throws IOException {
        try (var server = ScriptedServer.start(
                peer -> {
                    peer.request();
                    peer.send(UP);
                    peer.request();
                    peer.socket().setSoLinger(true, 0);
                },
                answering(UP))) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void oneThatTheServerSaidGoodbyeOnIsReplaced() throws IOException {
        try (var server = ScriptedServer.start(
                peer -> {
                    peer.request();
                    peer.send(UP);
                    peer.send("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                    peer.awaitClose();
                },
                answering(UP))) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void isReplacedOnlyOnce() throws IOException {
        try (var server = ScriptedServer.start(answering(UP), ScriptedServer.Peer::request, answering(UP))) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            harness.fetch(client)
                    .failedWith(
                            Reason.CONNECTION,
                            "127.0.0.1:" + server.port() + ": the connection ended, waiting for the response");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
        }
    }

    @Test
    void isNotReplacedOnceAnAnswerHasBegun() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send(UP);
            peer.request();
            peer.send("HTTP/1.1 2");
        })) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(harness.fetch(client).failed().reason()).isEqualTo(Reason.CONNECTION);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refused() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = closed.getLocalPort();
        }

        harness.fetch("http://127.0.0.1:" + port + "/")
                .failedWith(Reason.REFUSED, "127.0.0.1:" + port + ": Connection refused, connecting");
    }

    @Test
    void aNameThatNobodyKnows() {
        harness.fetch("http://nowhere.example:9100/metrics")
                .failedWith(Reason.DNS, "nowhere.example:9100: unknown host \"nowhere.example\", looking up the name");
    }

    @Test
    void theNextAddressOfANameIsTried() throws IOException {
        try (var server = ScriptedServer.start(answering(UP))) {
            harness.close();
            harness = new FetchHarness("", Map.of(), _ ->
                    new InetAddress[] {InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")});

            assertThat(harness.fetch("http://two.example:" + server.port() + "/")
                            .body())
                    .isEqualTo("up 1\n");
        }
    }

    @Test
    void whatIsNotHttp() throws IOException {
        failsWith("SSH-2.0-OpenSSH_9.2\r\n", "not an HTTP/1.1 response: no status line");
        failsWith("HTTP/2.0 200 OK\r\n\r\n", "not an HTTP/1.1 response: no status line");
        failsWith("HTTP/1.1 2xx OK\r\n\r\n", "not an HTTP/1.1 response: no status code");
        failsWith("HTTP/1.1 2000 OK\r\n\r\n", "not an HTTP/1.1 response: no status code");
        failsWith("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "not an HTTP/1.1 response: a header without a colon");
        failsWith("HTTP/1.1 101 Go\r\n\r\n", "not an HTTP/1.1 response: it switches protocols");
        failsWith("", "the connection ended, waiting for the response");
    }

    @Test
    void aHeadWithoutEnd() throws IOException {
        var detail = "response head larger than 16384 bytes (bkm.fetch.max-head-size)";
        failsWith("HTTP/1.1 200 OK\r\n" + "X-Flood: yes\r\n".repeat(10_000), detail);
        failsWith("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000), detail);
        failsWith("y".repeat(100_000), detail);
    }

    @Test
    void aHeadOfWhichMostIsOfNoUse() throws IOException {
        var response = String.join(
                "\r\n",
                "HTTP/1.1 103 Early",
                "Link: x",
                "",
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 200",
                "Server: x",
                "content-LENGTH:  5 ",
                "X: a",
                " folded: b",
                "CONTENT-TYPE:\ttext/plain",
                "Content-Type: other",
                "",
                "up 1\n");
        try (var server = ScriptedServer.start(answering(response))) {
            var got = harness.fetch(server.url("/"));

            assertThat(got.body()).isEqualTo("up 1\n");
            assertThat(got.contentType()).isEqualTo("text/plain");
        }
    }

    @Test
    void interimAnswersWithoutEnd() throws IOException {
        failsWith(
                "HTTP/1.1 100 Continue\r\n\r\n".repeat(20), "not an HTTP/1.1 response: more than 5 interim responses");
    }

    @Test
    void anErrorKeepsTheConnectionIfItIsShort() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send("HTTP/1.1 503 Nope\r\nContent-Length: 5\r\n\r\nsorry");
            peer.request();
            peer.send("HTTP/1.1 204 Nothing\r\n\r\n");
            peer.request();
            peer.send(UP);
        })) {
            var client = harness.open(endpoint(server.url("/?token=secret")));

            harness.fetch(client)
                    .failedWith(Reason.HTTP_STATUS, "127.0.0.1:" + server.port() + ": HTTP status 503 (expected: 200)");
            harness.fetch(client)
                    .failedWith(Reason.HTTP_STATUS, "127.0.0.1:" + server.port() + ": HTTP status 204 (expected: 200)");
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "X: until close"})
    void anErrorWithALongBodyClosesTheConnection(String header) throws IOException {
        try (var server = ScriptedServer.start(
                peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 500 Oops\r\n" + header + "\r\n\r\nand so on");
                    peer.awaitClose();
                },
                answering(UP))) {
            var client = harness.open(endpoint(server.url("/")));

            assertThat(harness.fetch(client).failed().reason()).isEqualTo(Reason.HTTP_STATUS);
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"metrics", "ftp://h/", "http://", "http://h:0/", "http://h:70000/", "http://h:x/", "http://a b/"
            })
    void aUrlThatIsNone(String url) {
        assertThat(harness.fetch(url).failed()).satisfies(failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.CONNECTION);
            assertThat(failed.detail()).startsWith("URL with ");
        });
    }

    private void failsWith(String response, String detail) throws IOException {
        try (var server = ScriptedServer.start(answering(response))) {
            harness.fetch(server.url("/")).failedWith(Reason.CONNECTION, "127.0.0.1:" + server.port() + ": " + detail);
        }
    }
}

package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static io.bkm.streams.fetch.ScriptedServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing takes longer than the timeout, and nothing survives a close. */
@Timeout(30)
class DeadlinesTest {

    private static final String UP = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n";
    private static final Duration SHORT = Duration.ofMillis(200);
    /** For a fetch that must get somewhere first, on a busy machine. */
    private static final Duration LONGER = Duration.ofSeconds(1);

    private static final Duration PACE = Duration.ofMillis(20);

    private FetchHarness harness = FetchHarness.withDefaults();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aServerThatDoesNotAcceptCostsNoMoreThanTheConnectTimeout() throws IOException {
        harness.close();
        harness = new FetchHarness("bkm.fetch.connect-timeout = 200ms", Map.of());
        // Linux drops what knocks while the queue is full: the third one waits.
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var queued = new ArrayList<Socket>();
            for (int i = 0; i < 2; i++) {
                queued.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            var url = "http://127.0.0.1:" + full.getLocalPort() + "/";

            var failed = harness.fetch(url).failed();
            assertThat(failed.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
            assertThat(failed.detail()).contains(": not connected within PT0.");
            assertThat(harness.fetch(endpoint(url, Duration.ofMillis(50)))
                            .failed()
                            .reason())
                    .isEqualTo(Reason.CONNECT_TIMEOUT);
            for (var socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void aServerThatDoesNotAnswer() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.awaitClose();
        })) {
            timesOut(server.url("/"), SHORT, "waiting for the response");
        }
    }

    @Test
    void aHeadThatDrips() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\n");
            peer.drip("X: y\r\n", PACE);
        })) {
            timesOut(server.url("/"), SHORT, "waiting for the response");
        }
    }

    @Test
    void aBodyThatDrips() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.drip("1\r\n#\r\n", PACE);
        })) {
            timesOut(server.url("/"), LONGER, "reading the body");
        }
    }

    @Test
    void aTlsHandshakeThatIsNotAnswered() throws IOException {
        // The first handshake of a JVM takes longer than the deadline below.
        try (var server =
                ScriptedServer.start(peer -> peer.send("no TLS here\r\n\r\n"), ScriptedServer.Peer::awaitClose)) {
            assertThat(harness.fetch("https://127.0.0.1:" + server.port() + "/")
                            .failed()
                            .reason())
                    .isEqualTo(Reason.TLS);

            timesOut("https://127.0.0.1:" + server.port() + "/", LONGER, "in the TLS handshake");
        }
    }

    @Test
    void aFetchThatTimedOutLeavesNothingToTheNext() throws IOException {
        try (var server = ScriptedServer.start(
                peer -> {
                    peer.request();
                    peer.awaitClose();
                },
                answering(UP))) {
            var client = harness.open(endpoint(server.url("/"), LONGER));

            assertThat(harness.fetch(client).failed().reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
        }
    }

    @Test
    void theDeadlineOfAFetchThatIsOverDoesNotTouchTheConnection() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send(UP);
            assertThat(peer.isClosedWithin(LONGER.plus(SHORT))).isFalse();
            peer.send("");
        })) {
            var client = harness.open(endpoint(server.url("/"), LONGER));

            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");
            server.awaitScripts();
        }
    }

    @Test
    void closeEndsAFetchThatWaits() throws IOException, ExecutionException, InterruptedException {
        var asked = new CountDownLatch(1);
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            asked.countDown();
            peer.awaitClose();
        })) {
            var client = harness.open(endpoint(server.url("/")));
            var got = CompletableFuture.supplyAsync(() -> harness.fetch(client));
            asked.await();

            client.close();

            got.get().failedWith(Reason.CANCELLED, "127.0.0.1:" + server.port() + ": closed");
        }
    }

    @Test
    void closeEndsALookup() throws ExecutionException, InterruptedException {
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        harness.close();
        harness = new FetchHarness("", Map.of(), host -> {
            asked.countDown();
            await(never);
            return new InetAddress[0];
        });
        var client = harness.open(endpoint("http://slow.example/"));
        var got = CompletableFuture.supplyAsync(() -> harness.fetch(client));
        asked.await();

        client.close();

        got.get().failedWith(Reason.CANCELLED, "slow.example:80: closed");
        never.countDown();
    }

    @Test
    void aClosedClientFetchesNothing() throws IOException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send(UP);
            peer.awaitClose();
        })) {
            var client = harness.open(endpoint(server.url("/")));
            assertThat(harness.fetch(client).body()).isEqualTo("up 1\n");

            client.close();

            server.awaitScripts();
            assertThat(harness.fetch(client).failed().reason()).isEqualTo(Reason.CANCELLED);
        }
    }

    @Test
    void aLookupThatHangs() {
        var never = new CountDownLatch(1);
        harness.close();
        harness = new FetchHarness("", Map.of(), host -> {
            await(never);
            return new InetAddress[0];
        });

        harness.fetch(endpoint("http://slow.example/", SHORT))
                .failedWith(Reason.TIMEOUT, "slow.example:80: not done within PT0.2S, looking up the name");
        never.countDown();
    }

    private void timesOut(String url, Duration timeout, String stage) {
        var failed = harness.fetch(endpoint(url, timeout)).failed();

        assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(failed.detail()).endsWith(": not done within " + timeout + ", " + stage);
        assertThat(failed.took()).isGreaterThanOrEqualTo(timeout);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

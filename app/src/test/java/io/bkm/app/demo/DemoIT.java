package io.bkm.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product at once: four members form a cluster, scrape what the manifests say, and the agent counts it. */
class DemoIT {

    /** Far more than it takes: a starved machine is slow, not wrong. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    @Test
    void scrapesEveryTargetFromItsMemberAndLosesNothing() throws Exception {
        var report = directory.resolve("report.json");
        int basePort = freePorts();
        var demo = new Demo(
                new Demo.Options(Path.of("../deploy/examples/demo"), false, basePort, null, report),
                new PrintStream(OutputStream.nullOutputStream()));
        try (var thread = Executors.newSingleThreadExecutor()) {
            var running = thread.submit(demo::run);
            try {
                awaitAllUp(new MemberClient(new DemoPorts(basePort)));
            } finally {
                demo.stop();
            }
            assertThat(running.get(LONGEST.toSeconds(), TimeUnit.SECONDS)).isZero();
        }

        var json = new ObjectMapper().readTree(report.toFile());

        assertThat(json.path("members")).hasSize(4);
        assertThat(json.path("targets"))
                .hasSize(3)
                .allSatisfy(
                        targets -> assertThat(targets.path("health").asText()).isEqualTo("up"));
        assertThat(json.path("targets").findValues("count").stream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(10);
        assertThat(json.path("dataids").findValuesAsText("dataid")).containsExactly("1500002", "1500100");
        assertThat(json.path("doubled").asInt()).isZero();
        assertThat(json.path("lost"))
                .allSatisfy(lost -> assertThat(lost.asInt()).isZero());
        assertThat(json.path("time_to_first_sample_ms").asLong()).isPositive();
    }

    private static void awaitAllUp(MemberClient client) {
        await().atMost(LONGEST).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            var targets = client.json("/api/v1/targets").path("data").path("activeTargets");
            assertThat(targets.findValuesAsText("health")).hasSize(10).containsOnly("up");
        });
    }

    /** A base from which on nobody listens, as far as the ports that the demo uses go. */
    private static int freePorts() throws IOException {
        for (int base = 21_000; base < 60_000; base += 100) {
            if (areFree(base)) {
                return base;
            }
        }
        throw new IOException("no 34 free ports in a row");
    }

    private static boolean areFree(int base) {
        for (int port = base; port < base + 34; port++) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}

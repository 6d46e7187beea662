package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.gse.AgentInfo;
import io.bkm.streams.gse.GseAgent;
import io.bkm.streams.gse.GseAgentSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backpressure from end to end: a whole member scrapes a target whose samples the agent does not read for a while. */
class StalledAgentIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long BUFFER = 512 << 10;

    /** About 75 kB of packets at each scrape: a scrape that is under way when the buffer closes still fits into the rest. */
    private static final int SERIES = 300;

    private static final String PATH = "/metrics";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void scrapesWaitForTheAgentAndGoOnByThemselves() throws Exception {
        var socket = directory.resolve("gse.sock");
        try (var agent = GseAgent.start(GseAgentSettings.at(socket), agentInfo(), _ -> {});
                var exporter = CountingExporter.start(SERIES);
                var member = MemberRuntime.start(ConfigFactory.parseMap(settings(socket, exporter.port()))
                        .withFallback(ConfigFactory.parseResources("bkm-demo.conf")))) {
            var metrics = URI.create("http://127.0.0.1:" + member.httpAddress().getPort() + "/metrics");
            awaitMoreThan(0, () -> agent.counts().samples());

            agent.stall();
            awaitMoreThan(2, () -> missed(metrics));
            long asked = exporter.count(PATH);
            long missed = missed(metrics);
            awaitMoreThan(missed + 2, () -> {
                assertThat(value(metrics, "bkm_gse_waiting_bytes ")).isLessThanOrEqualTo(BUFFER);
                return missed(metrics);
            });
            assertThat(exporter.count(PATH)).isEqualTo(asked);

            agent.resume();
            awaitMoreThan(asked + 2, () -> exporter.count(PATH));
            long expected = SERIES * (asked + 2);
            awaitMoreThan(expected, () -> agent.counts().samples());
            assertThat(agent.counts().doubled()).isZero();
            assertThat(agent.counts().invalid()).isZero();
            assertThat(value(metrics, "bkm_gse_samples_lost_total{")).isZero();
        }
    }

    private interface Count {
        long now() throws Exception;
    }

    private static void awaitMoreThan(long least, Count count) {
        await().atMost(LONGEST).until(() -> count.now() > least);
    }

    private static long missed(URI metrics) {
        return value(metrics, "bkm_scrapes_missed_total{reason=\"backpressure\"}");
    }

    /** Of all series whose lines begin so. */
    private static long value(URI metrics, String start) {
        try {
            var text = HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith(start))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, Object> settings(Path socket, int exporter) throws IOException {
        var manifests = Files.createDirectory(directory.resolve("manifests"));
        Files.writeString(
                manifests.resolve("all.yaml"), ShopManifests.BASE + ShopManifests.scrapeConfig("shop", PATH, exporter));
        int management = TestMember.freePort();
        return Map.ofEntries(
                Map.entry("bkm.member.roles", List.of("operator", "statefulset")),
                Map.entry("bkm.member.port", 0),
                Map.entry("bkm.member.management-port", management),
                Map.entry("bkm.member.contact-points", List.of("127.0.0.1:" + management)),
                Map.entry("bkm.member.http-port", 0),
                Map.entry("bkm.member.manifests", List.of(manifests.toString())),
                Map.entry("bkm.gse.endpoint", socket.toString()),
                Map.entry("bkm.gse.host-ip", "127.0.0.1"),
                Map.entry("bkm.gse.buffer", BUFFER));
    }

    private static AgentInfo agentInfo() {
        return new AgentInfo(0, 2, 0, "127.0.0.1", "test", "", "");
    }
}

package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bkm.actors.cluster.ClusterStatus.MemberInfo;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.actors.endpoints.TargetStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemonset member that the cluster puts out, with all that the product runs in a member, on ports that are fixed. */
class RejoinTest {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void scrapesOnAndComesBackOnItsOwnPorts() throws Exception {
        var exporter = exporter();
        Files.writeString(
                directory.resolve("shop.yaml"), manifests(exporter.getAddress().getPort()));
        int contact = TestMember.freePort();
        var first = TestMember.config(directory, List.of("operator", "statefulset"), "", contact, contact);
        var second = TestMember.config(directory, List.of("daemonset"), "node-a", TestMember.freePort(), contact);
        try (var firstData = DataPath.start(first);
                var secondData = DataPath.start(second);
                var seed = ClusterSide.start(first, MemberSettings.from(first), new EndpointTable(firstData.engine()));
                var node = ClusterSide.start(
                        second, MemberSettings.from(second), new EndpointTable(secondData.engine()))) {
            long before = awaitScrapes(seed, 1);
            var old = node.system();

            Cluster.get(seed.system())
                    .manager()
                    .tell(Down.apply(Cluster.get(old).selfMember().address()));

            await("the node's second life").atMost(LONGEST).untilAsserted(() -> {
                assertThat(node.system()).isNotSameAs(old);
                assertThat(seed.members())
                        .hasSize(2)
                        .extracting(MemberInfo::status)
                        .containsOnly("Up");
                assertThat(node.isUp()).isTrue();
            });
            assertThat(awaitScrapes(seed, before + 1)).isGreaterThan(before);
            assertThat(target(seed).missed()).isZero();
        } finally {
            exporter.stop(0);
        }
    }

    /** Waits until one member says that it scrapes the one target, and has done so that often. */
    private static long awaitScrapes(ClusterSide seed, long least) {
        await("scrape " + least).atMost(LONGEST).until(() -> {
            var all = seed.targets().toCompletableFuture().get().targets();
            return all.size() == 1 && all.getFirst().status().scrapes() >= least;
        });
        return target(seed).scrapes();
    }

    private static TargetStatus target(ClusterSide seed) {
        return seed.targets().toCompletableFuture().join().targets().getFirst().status();
    }

    private static String manifests(int port) {
        return """
            apiVersion: v1
            kind: Node
            metadata: { name: node-a }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, labels: { app: web } }
            spec:
              nodeName: node-a
              containers: [{ name: web, image: web, ports: [{ name: metrics, containerPort: %d }] }]
            status: { phase: Running, podIP: 127.0.0.1, conditions: [{ type: Ready, status: "True" }] }
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: { name: web, namespace: shop }
            spec:
              selector: { matchLabels: { app: web } }
              podMetricsEndpoints: [{ port: metrics, interval: 1s, scrapeTimeout: 1s }]
            """.formatted(port);
    }

    private static HttpServer exporter() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        var body = "requests_total 1\n".getBytes(StandardCharsets.UTF_8);
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return server;
    }
}

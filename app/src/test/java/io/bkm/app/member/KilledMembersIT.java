package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members, each in a JVM of its own, two of which are killed. The exporter sees who is asked when, the agent which
 * samples arrive. Prints the figures of docs/performance.md; asserts none, as a starved machine is slow, not wrong.
 */
class KilledMembersIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final long INTERVAL = ArrivedSamples.INTERVAL;
    private static final List<String> NODE_PATHS = paths("node", 4);
    private static final List<String> SPREAD_PATHS = paths("spread", 24);

    @TempDir
    private Path directory;

    private final List<Integer> ports = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ArrivedSamples samples;

    @Test
    void scrapingGoesOnWhoeverIsKilled() throws Exception {
        for (int i = 0; i < 9; i++) {
            ports.add(TestMember.freePort());
        }
        ports.sort(null); // of two statefulset members the one with the lowest address stays: that shall be the first
        var socket = directory.resolve("gse.sock");
        try (var arrived = ArrivedSamples.at(socket);
                var exporter = CountingExporter.start()) {
            samples = arrived;
            var manifests = Files.createDirectory(directory.resolve("manifests"));
            Files.writeString(manifests.resolve("all.yaml"), manifests(exporter.port()));
            try (var first = start(0, List.of("operator", "statefulset"), "");
                    var second = start(1, List.of("statefulset"), "");
                    var daemonset = start(2, List.of("daemonset"), "node-a")) {
                awaitAskedAfter(exporter, all(), System.currentTimeMillis());
                await("shards at both")
                        .atMost(LONGEST)
                        .until(() -> owned(first, 1).size() >= 4);

                killDaemonset(exporter, first, daemonset);
                killStatefulset(exporter, first, second);

                assertThat(all())
                        .allSatisfy(path -> assertThat(samples.doubled(path)).isZero());
                assertThat(samples.agent().counts().doubled()).isZero();
                assertThat(samples.agent().counts().invalid()).isZero();
            }
        }
    }

    private void killDaemonset(CountingExporter exporter, ForkedMember first, ForkedMember daemonset) throws Exception {
        long killed = System.currentTimeMillis();
        daemonset.kill();
        awaitAskedAfter(exporter, SPREAD_PATHS, killed + 2 * INTERVAL); // the others go on
        long restarted = System.currentTimeMillis();
        try (var again = start(2, List.of("daemonset"), "node-a")) {
            awaitAskedAfter(exporter, NODE_PATHS, restarted);
            print("kill -9 of the daemonset member, started again after " + (restarted - killed) + " ms");
            print("  from its start to a target's scrape, ms: " + range(resumed(exporter, NODE_PATHS, restarted)));

            assertThat(again.log()).contains("not in a cluster yet: scraping from the checkpoint");
            await("its entities").atMost(LONGEST).until(() -> owned(first, 2).size() == NODE_PATHS.size());
            awaitAskedAfter(exporter, all(), System.currentTimeMillis() + 2 * INTERVAL);
            printCounts(NODE_PATHS, killed);
        }
    }

    private void killStatefulset(CountingExporter exporter, ForkedMember first, ForkedMember second) throws Exception {
        var its = owned(first, 1);
        var phases = its.stream().collect(Collectors.toMap(path -> path, samples::phase));
        var others = SPREAD_PATHS.stream().filter(path -> !its.contains(path)).toList();

        long killed = System.currentTimeMillis();
        second.kill();
        awaitAskedAfter(exporter, others, killed + 2 * INTERVAL);
        awaitAskedAfter(exporter, its, killed);
        var resumed = resumed(exporter, its, killed);
        // The first scrape of an endpoint that nobody handed over is beside its grid.
        awaitAskedAfter(exporter, its, resumed.getMax() + killed + 2 * INTERVAL);
        print("kill -9 of a statefulset member with " + its.size() + " of " + SPREAD_PATHS.size() + " targets");
        print("  from the kill to a target's scrape, ms: " + range(resumed));
        printCounts(new ArrayList<>(its), killed);

        await("the samples")
                .atMost(LONGEST)
                .untilAsserted(() -> assertThat(its)
                        .allSatisfy(
                                path -> assertThat(samples.phase(path)).as(path).isEqualTo(phases.get(path))));
    }

    private ForkedMember start(int member, List<String> roles, String node) throws IOException {
        return ForkedMember.start("member-" + member, settings(member, roles, node), directory);
    }

    private Config settings(int member, List<String> roles, String node) {
        return ConfigFactory.parseMap(Map.ofEntries(
                        Map.entry("bkm.member.roles", roles),
                        Map.entry("bkm.member.node", node),
                        Map.entry("bkm.member.port", ports.get(member)),
                        Map.entry("bkm.member.management-port", ports.get(3 + member)),
                        Map.entry("bkm.member.contact-points", List.of("127.0.0.1:" + ports.get(3))),
                        Map.entry("bkm.member.http-port", ports.get(6 + member)),
                        Map.entry(
                                "bkm.member.manifests",
                                List.of(directory.resolve("manifests").toString())),
                        Map.entry(
                                "bkm.gse.endpoint",
                                directory.resolve("gse.sock").toString()),
                        Map.entry("bkm.gse.host-ip", "127.0.0.1"),
                        Map.entry(
                                "bkm.placement.absent-grace", "5m"), // others do not step in, however slow a JVM starts
                        Map.entry("bkm.endpoints.alone-after", "1ms"), // nor is the cluster faster than the checkpoint
                        Map.entry(
                                "bkm.endpoints.state-dir",
                                directory.resolve("state-" + member).toString())))
                .withFallback(ConfigFactory.parseResources("bkm-demo.conf"));
    }

    /** Paths of the targets that the member scrapes, as the cluster says. */
    private Set<String> owned(ForkedMember asked, int member) throws IOException, InterruptedException {
        var owned = new HashSet<String>();
        asked.get("/api/v1/targets").path("data").path("activeTargets").forEach(target -> {
            if (target.path("owner").asText().endsWith(":" + ports.get(member))) {
                owned.add(URI.create(target.path("scrapeUrl").asText()).getPath());
            }
        });
        return owned;
    }

    private static void awaitAskedAfter(CountingExporter exporter, Iterable<String> paths, long time) {
        await("requests")
                .atMost(LONGEST)
                .untilAsserted(() -> assertThat(paths)
                        .allSatisfy(path -> assertThat(exporter.firstAfter(path, time))
                                .as(path)
                                .isLessThan(Long.MAX_VALUE)));
    }

    private static LongSummaryStatistics resumed(CountingExporter exporter, Iterable<String> paths, long since) {
        var statistics = new LongSummaryStatistics();
        paths.forEach(path -> statistics.accept(exporter.firstAfter(path, since) - since));
        return statistics;
    }

    private void printCounts(List<String> paths, long since) {
        print("  intervals without a sample, of one target: " + range(samples.missed(paths, since)) + ", doubled: "
                + paths.stream().mapToLong(samples::doubled).sum());
    }

    private static String range(LongSummaryStatistics figures) {
        return figures.getMin() + " to " + figures.getMax();
    }

    /** For whoever reads the build's output. */
    private static void print(String line) {
        System.out.println(line);
    }

    private static List<String> all() {
        return Stream.concat(NODE_PATHS.stream(), SPREAD_PATHS.stream()).toList();
    }

    private static List<String> paths(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> "/" + kind + "/" + i).toList();
    }

    private static String manifests(int port) {
        var text = new StringBuilder("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                ---
                {apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {addresses: [{type: InternalIP, address: 127.0.0.1}]}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop, namespace: shop, labels: {app: shop}}
                spec:
                  nodeName: node-a
                  containers: [{name: shop, image: shop, ports: [{name: http, containerPort: PORT}]}]
                status: {phase: Running, hostIP: 127.0.0.1, podIP: 127.0.0.1, podIPs: [{ip: 127.0.0.1}]}
                ---
                apiVersion: monitoring.bk.tencent.com/v1beta1
                kind: DataID
                metadata: {name: custommetricdataid, labels: {usage: metric, isSystem: "false", isCommon: "true"}}
                spec: {dataID: 1500002, labels: {bcs_cluster_id: BCS-K8S-TEST}}
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: shop, namespace: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  podMetricsEndpoints:
                """.replace("PORT", Integer.toString(port)));
        NODE_PATHS.forEach(
                path -> text.append("  - {port: http, path: " + path + ", interval: 1s, scrapeTimeout: 1s}\n"));
        for (int i = 0; i < SPREAD_PATHS.size(); i++) {
            text.append("""
                    ---
                    apiVersion: monitoring.coreos.com/v1alpha1
                    kind: ScrapeConfig
                    metadata: {name: spread-%d, namespace: shop}
                    spec: {metricsPath: %s, scrapeInterval: 1s, scrapeTimeout: 1s, staticConfigs: [{targets: ["127.0.0.1:%d"]}]}
                    """.formatted(i, SPREAD_PATHS.get(i), port));
        }
        return text.toString();
    }
}

package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose daemonset member is killed and comes back, in JVMs of their own: who scrapes its targets meanwhile, by
 * {@code bkm.placement.absent-node}. The exporter sees who is asked when, the agent that no instant is there twice.
 * Prints how many are missing; asserts no more of that than the grace says, as a starved machine is slow, not wrong.
 */
class AbsentNodeIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final List<String> PATHS =
            IntStream.range(0, 4).mapToObj(i -> "/node/" + i).toList();
    /** What a request that was under way needs to arrive when its member is killed. */
    private static final long LATE = 500;

    private static final String NODE = "{apiVersion: v1, kind: Node, metadata: {name: node-a}}\n---\n";
    private static final String CORDONED = """
            {apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {unschedulable: true, \
            taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}}
            ---
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop, namespace: shop, labels: {app: shop}}
            spec:
              nodeName: node-a
              containers: [{name: shop, image: shop, ports: [{name: http, containerPort: PORT}]}]
            status: {phase: Running, hostIP: 127.0.0.1, podIP: 127.0.0.1, podIPs: [{ip: 127.0.0.1}]}
            ---
            """;

    @TempDir
    private Path directory;

    private final List<Integer> ports = new ArrayList<>();
    /** How often a target was written that says, once it is scraped, that all before it is known. */
    private int marks;

    @BeforeEach
    void prepare() throws IOException {
        var _ = Files.createDirectory(directory.resolve("manifests"));
        for (int i = 0; i < 6; i++) {
            ports.add(TestMember.freePort());
        }
    }

    @Test
    void itsTargetsAreSpreadAfterTheGraceAndComeBack() throws Exception {
        try (var samples = ArrivedSamples.at(directory.resolve("gse.sock"));
                var exporter = CountingExporter.start();
                var first = start(0, "spread", List.of("operator", "statefulset"), "")) {
            long killed;
            long spread;
            try (var node = start(1, "spread", List.of("daemonset"), "node-a")) {
                write(exporter, NODE + POD);
                eventually("its targets").until(() -> owned(first, 1).containsAll(PATHS));
                write(exporter, CORDONED + POD);
                assertThat(owned(first, 1)).as("of a node that is cordoned").containsAll(PATHS);

                node.kill();
                killed = System.currentTimeMillis();
                awaitAskedAfter(exporter, killed + LATE);
                eventually("who has them").until(() -> owned(first, 0).containsAll(PATHS));
                spread = System.currentTimeMillis();
                assertThat(PATHS)
                        .allSatisfy(path -> assertThat(exporter.firstAfter(path, killed + LATE) - killed)
                                .isGreaterThanOrEqualTo(GRACE.toMillis()));
            }
            try (var _ = start(1, "spread", List.of("daemonset"), "node-a")) {
                eventually("its targets again").until(() -> owned(first, 1).containsAll(PATHS));
                awaitAskedAfter(exporter, System.currentTimeMillis() + 2 * ArrivedSamples.INTERVAL);
                System.out.println("absent node, spread: instants without a sample, of one target: in all "
                        + samples.missed(PATHS, killed) + "; after its targets were spread "
                        + samples.missed(PATHS, spread));

                write(exporter, POD);
                eventually("who has what is on a node that is not known")
                        .until(() -> owned(first, 0).containsAll(PATHS));
                write(exporter, "");
                eventually("nothing to scrape")
                        .until(() -> owned(first, 0).stream().noneMatch(PATHS::contains));
            }
            assertThat(PATHS)
                    .allSatisfy(path -> assertThat(samples.doubled(path)).isZero());
        }
    }

    @Test
    void itsTargetsWaitForItWhereSoSet() throws Exception {
        try (var samples = ArrivedSamples.at(directory.resolve("gse.sock"));
                var exporter = CountingExporter.start();
                var first = start(0, "wait", List.of("operator", "statefulset"), "")) {
            long killed;
            try (var node = start(1, "wait", List.of("daemonset"), "node-a")) {
                write(exporter, NODE + POD);
                eventually("its targets").until(() -> owned(first, 1).containsAll(PATHS));
                node.kill();
                killed = System.currentTimeMillis();
                eventually("its removal").until(() -> first.membersUp() == 1);
                eventually("the end of the grace")
                        .until(() -> System.currentTimeMillis() > killed + 2 * GRACE.toMillis());
                write(exporter, CORDONED + POD);
                assertThat(PATHS)
                        .allSatisfy(path -> assertThat(exporter.firstAfter(path, killed + LATE))
                                .isEqualTo(Long.MAX_VALUE));
            }
            try (var _ = start(1, "wait", List.of("daemonset"), "node-a")) {
                eventually("its targets again").until(() -> owned(first, 1).containsAll(PATHS));
                awaitAskedAfter(exporter, System.currentTimeMillis() + 2 * ArrivedSamples.INTERVAL);
                System.out.println("absent node, wait: instants without a sample, of one target: "
                        + samples.missed(PATHS, killed));
            }
            assertThat(PATHS)
                    .allSatisfy(path -> assertThat(samples.doubled(path)).isZero());
        }
    }

    /** Returns when the members have it. */
    private void write(CountingExporter exporter, String nodeAndPod) throws IOException {
        var mark = "/mark/" + marks++;
        var text = new StringBuilder("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                ---
                %sapiVersion: monitoring.bk.tencent.com/v1beta1
                kind: DataID
                metadata: {name: custommetricdataid, labels: {usage: metric, isSystem: "false", isCommon: "true"}}
                spec: {dataID: 1500002, labels: {bcs_cluster_id: BCS-K8S-TEST}}
                ---
                apiVersion: monitoring.coreos.com/v1alpha1
                kind: ScrapeConfig
                metadata: {name: mark, namespace: shop}
                spec: {metricsPath: %s, scrapeInterval: 1s, scrapeTimeout: 1s, staticConfigs: [{targets: ["127.0.0.1:PORT"]}]}
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: shop, namespace: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  podMetricsEndpoints:
                """.formatted(nodeAndPod, mark));
        PATHS.forEach(path -> text.append("  - {port: http, path: " + path + ", interval: 1s, scrapeTimeout: 1s}\n"));
        var next = Files.writeString(
                directory.resolve("next"), text.toString().replace("PORT", Integer.toString(exporter.port())));
        Files.move(next, directory.resolve("manifests").resolve("all.yaml"), StandardCopyOption.ATOMIC_MOVE);
        eventually("the manifests").until(() -> exporter.count(mark) > 1);
    }

    private static ConditionFactory eventually(String what) {
        return await(what).atMost(LONGEST).ignoreExceptionsInstanceOf(IOException.class);
    }

    private static void awaitAskedAfter(CountingExporter exporter, long time) {
        eventually("requests")
                .until(() -> PATHS.stream().allMatch(path -> exporter.firstAfter(path, time) < Long.MAX_VALUE));
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

    private ForkedMember start(int member, String absentNode, List<String> roles, String node) throws IOException {
        return ForkedMember.start("member-" + member, settings(member, absentNode, roles, node), directory);
    }

    private Config settings(int member, String absentNode, List<String> roles, String node) {
        return ConfigFactory.parseMap(Map.ofEntries(
                        Map.entry("bkm.member.roles", roles),
                        Map.entry("bkm.member.node", node),
                        Map.entry("bkm.member.port", ports.get(member)),
                        Map.entry("bkm.member.management-port", ports.get(2 + member)),
                        Map.entry("bkm.member.contact-points", List.of("127.0.0.1:" + ports.get(2))),
                        Map.entry("bkm.member.http-port", ports.get(4 + member)),
                        Map.entry(
                                "bkm.member.manifests",
                                List.of(directory.resolve("manifests").toString())),
                        Map.entry(
                                "bkm.gse.endpoint",
                                directory.resolve("gse.sock").toString()),
                        Map.entry("bkm.gse.host-ip", "127.0.0.1"),
                        Map.entry("bkm.placement.absent-node", absentNode),
                        Map.entry("bkm.placement.absent-grace", GRACE),
                        // A member that starts slowly must not scrape from its checkpoint what others have meanwhile.
                        Map.entry("bkm.endpoints.alone-after", "3m"),
                        Map.entry("bkm.endpoints.checkpoint-wait", "3m"),
                        Map.entry(
                                "bkm.endpoints.state-dir",
                                directory.resolve("state-" + member).toString())))
                .withFallback(ConfigFactory.parseResources("bkm-demo.conf"));
    }
}

package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
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

    @SuppressWarnings("NullAway.Init")
    private ForkedMembers members;

    @SuppressWarnings("NullAway.Init")
    private ArrivedSamples samples;

    @Test
    void scrapingGoesOnWhoeverIsKilled() throws Exception {
        members = ForkedMembers.in(directory, 3);
        try (var arrived = ArrivedSamples.at(members.socket());
                var exporter = CountingExporter.start()) {
            samples = arrived;
            members.write(manifests(exporter.port()));
            try (var first = start(0, List.of("operator", "statefulset"), "");
                    var second = start(1, List.of("statefulset"), "");
                    var daemonset = start(2, List.of("daemonset"), "node-a")) {
                exporter.awaitAskedAfter(all(), System.currentTimeMillis());
                await("shards at both")
                        .atMost(LONGEST)
                        .until(() -> members.owned(first, 1).size() >= 4);

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
        exporter.awaitAskedAfter(SPREAD_PATHS, killed + 2 * INTERVAL); // the others go on
        long restarted = System.currentTimeMillis();
        try (var again = start(2, List.of("daemonset"), "node-a")) {
            exporter.awaitAskedAfter(NODE_PATHS, restarted);
            print("kill -9 of the daemonset member, started again after " + (restarted - killed) + " ms");
            print("  from its start to a target's scrape, ms: " + range(resumed(exporter, NODE_PATHS, restarted)));

            assertThat(again.log()).contains("not in a cluster yet: scraping from the checkpoint");
            await("its entities")
                    .atMost(LONGEST)
                    .until(() -> members.owned(first, 2).size() == NODE_PATHS.size());
            exporter.awaitAskedAfter(all(), System.currentTimeMillis() + 2 * INTERVAL);
            printCounts(NODE_PATHS, killed);
        }
    }

    private void killStatefulset(CountingExporter exporter, ForkedMember first, ForkedMember second) throws Exception {
        var its = members.owned(first, 1);
        var phases = its.stream().collect(Collectors.toMap(path -> path, samples::phase));
        var others = SPREAD_PATHS.stream().filter(path -> !its.contains(path)).toList();

        long killed = System.currentTimeMillis();
        second.kill();
        exporter.awaitAskedAfter(others, killed + 2 * INTERVAL);
        exporter.awaitAskedAfter(its, killed);
        var resumed = resumed(exporter, its, killed);
        // The first scrape of an endpoint that nobody handed over is beside its grid.
        exporter.awaitAskedAfter(its, resumed.getMax() + killed + 2 * INTERVAL);
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
        return members.start(
                member,
                roles,
                node,
                Map.of(
                        "bkm.placement.absent-grace", "5m", // others do not step in, however slow a JVM starts
                        "bkm.endpoints.alone-after", "1ms")); // nor is the cluster faster than the checkpoint
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
        var text = new StringBuilder(ShopManifests.BASE)
                .append("""
                ---
                {apiVersion: v1, kind: Node, metadata: {name: node-a}, status: {addresses: [{type: InternalIP, address: 127.0.0.1}]}}
                """)
                .append(ShopManifests.pod(port))
                .append(ShopManifests.podMonitor(NODE_PATHS));
        for (int i = 0; i < SPREAD_PATHS.size(); i++) {
            text.append(ShopManifests.scrapeConfig("spread-" + i, SPREAD_PATHS.get(i), port));
        }
        return text.toString();
    }
}

package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private static final String NODE = "---\n{apiVersion: v1, kind: Node, metadata: {name: node-a}}\n";
    private static final String CORDONED = """
            ---
            {apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {unschedulable: true, \
            taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}}
            """;

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ForkedMembers members;

    /** How often a target was written that says, once it is scraped, that all before it is known. */
    private int marks;

    @BeforeEach
    void prepare() throws IOException {
        members = ForkedMembers.in(directory, 2);
    }

    @Test
    void itsTargetsAreSpreadAfterTheGraceAndComeBack() throws Exception {
        try (var samples = ArrivedSamples.at(members.socket());
                var exporter = CountingExporter.start();
                var first = start(0, "spread", List.of("operator", "statefulset"), "")) {
            long killed;
            long spread;
            try (var node = start(1, "spread", List.of("daemonset"), "node-a")) {
                write(exporter, NODE + pod(exporter));
                eventually("its targets").until(() -> members.owned(first, 1).containsAll(PATHS));
                write(exporter, CORDONED + pod(exporter));
                assertThat(members.owned(first, 1))
                        .as("of a node that is cordoned")
                        .containsAll(PATHS);

                node.kill();
                killed = System.currentTimeMillis();
                exporter.awaitAskedAfter(PATHS, killed + LATE);
                eventually("who has them").until(() -> members.owned(first, 0).containsAll(PATHS));
                spread = System.currentTimeMillis();
                assertThat(PATHS)
                        .allSatisfy(path -> assertThat(exporter.firstAfter(path, killed + LATE) - killed)
                                .isGreaterThanOrEqualTo(GRACE.toMillis()));
            }
            try (var _ = start(1, "spread", List.of("daemonset"), "node-a")) {
                eventually("its targets again")
                        .until(() -> members.owned(first, 1).containsAll(PATHS));
                exporter.awaitAskedAfter(PATHS, System.currentTimeMillis() + 2 * ArrivedSamples.INTERVAL);
                System.out.println("absent node, spread: instants without a sample, of one target: in all "
                        + samples.missed(PATHS, killed) + "; after its targets were spread "
                        + samples.missed(PATHS, spread));

                write(exporter, pod(exporter));
                eventually("who has what is on a node that is not known")
                        .until(() -> members.owned(first, 0).containsAll(PATHS));
                write(exporter, "");
                eventually("nothing to scrape")
                        .until(() -> members.owned(first, 0).stream().noneMatch(PATHS::contains));
            }
            assertThat(PATHS)
                    .allSatisfy(path -> assertThat(samples.doubled(path)).isZero());
        }
    }

    @Test
    void itsTargetsWaitForItWhereSoSet() throws Exception {
        try (var samples = ArrivedSamples.at(members.socket());
                var exporter = CountingExporter.start();
                var first = start(0, "wait", List.of("operator", "statefulset"), "")) {
            long killed;
            try (var node = start(1, "wait", List.of("daemonset"), "node-a")) {
                write(exporter, NODE + pod(exporter));
                eventually("its targets").until(() -> members.owned(first, 1).containsAll(PATHS));
                node.kill();
                killed = System.currentTimeMillis();
                eventually("its removal").until(() -> first.membersUp() == 1);
                eventually("the end of the grace")
                        .until(() -> System.currentTimeMillis() > killed + 2 * GRACE.toMillis());
                write(exporter, CORDONED + pod(exporter));
                assertThat(PATHS)
                        .allSatisfy(path -> assertThat(exporter.firstAfter(path, killed + LATE))
                                .isEqualTo(Long.MAX_VALUE));
            }
            try (var _ = start(1, "wait", List.of("daemonset"), "node-a")) {
                eventually("its targets again")
                        .until(() -> members.owned(first, 1).containsAll(PATHS));
                exporter.awaitAskedAfter(PATHS, System.currentTimeMillis() + 2 * ArrivedSamples.INTERVAL);
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
        members.write(ShopManifests.BASE
                + nodeAndPod
                + ShopManifests.scrapeConfig("mark", mark, exporter.port())
                + ShopManifests.podMonitor(PATHS));
        eventually("the manifests").until(() -> exporter.count(mark) > 1);
    }

    private static ConditionFactory eventually(String what) {
        return await(what).atMost(LONGEST).ignoreExceptionsInstanceOf(IOException.class);
    }

    private static String pod(CountingExporter exporter) {
        return ShopManifests.pod(exporter.port());
    }

    private ForkedMember start(int member, String absentNode, List<String> roles, String node) throws IOException {
        return members.start(
                member,
                roles,
                node,
                Map.of(
                        "bkm.placement.absent-node",
                        absentNode,
                        "bkm.placement.absent-grace",
                        GRACE,
                        // A member that starts slowly must not scrape from its checkpoint what others have meanwhile.
                        "bkm.endpoints.alone-after",
                        "3m",
                        "bkm.endpoints.checkpoint-wait",
                        "3m"));
    }
}

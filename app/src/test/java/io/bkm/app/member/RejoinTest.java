package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bkm.actors.cluster.ClusterStatus.MemberInfo;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.actors.endpoints.TargetStatus;
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
        int contact = TestMember.freePort();
        var first = TestMember.config(directory, List.of("operator", "statefulset"), "", contact, contact);
        var second = TestMember.config(directory, List.of("daemonset"), "node-a", TestMember.freePort(), contact);
        try (var exporter = CountingExporter.start();
                var firstData = DataPath.start(first);
                var secondData = DataPath.start(second);
                var seed = ClusterSide.start(
                        first,
                        MemberSettings.from(first),
                        new EndpointTable(firstData.engine()),
                        firstData.pods(),
                        firstData.extra()::fetch);
                var node = ClusterSide.start(
                        second,
                        MemberSettings.from(second),
                        new EndpointTable(secondData.engine()),
                        secondData.pods(),
                        secondData.extra()::fetch)) {
            Files.writeString(directory.resolve("shop.yaml"), TestMember.podOnANode(exporter.port()));
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
}

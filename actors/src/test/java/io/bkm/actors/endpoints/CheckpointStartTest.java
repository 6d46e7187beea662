package io.bkm.actors.endpoints;

import static io.bkm.actors.endpoints.TestCluster.INTERVAL;
import static io.bkm.actors.endpoints.TestCluster.id;
import static io.bkm.actors.endpoints.TestCluster.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that restart while nobody tells them what to scrape. */
class CheckpointStartTest {

    private static final ShardKey NODE = new ShardKey.Node("node-a");

    @TempDir
    private Path directory;

    private TestCluster cluster = new TestCluster();

    /** A life before this one: two endpoints of a node, two of none. */
    @BeforeEach
    void liveOnce() {
        var spread = cluster.start(Roles.STATEFULSET, "", state("spread"));
        var node = cluster.start(Roles.DAEMONSET, "node-a", state("node"));
        var _ = cluster.start(Roles.OPERATOR, "");
        cluster.members.awaitUp();
        cluster.publish(on("node-a", 1), on("node-a", 2), on("", 3), on("", 4));
        cluster.awaitEndpoints(2, node);
        cluster.awaitEndpoints(2, spread);
        var kept = CheckpointFiles.of(
                EndpointSettings.from(node.system().settings().config()));
        TestMembers.await("a checkpoint", () -> kept.read(NODE) != null);
        cluster.close();
        cluster = new TestCluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void scrapeWhatTheyHadWithoutAnOperator() {
        var spread = cluster.start(Roles.STATEFULSET, "", state("spread"));
        var node = cluster.start(Roles.DAEMONSET, "node-a", state("node"));

        cluster.awaitEndpoints(2, node);
        cluster.awaitEndpoints(2, spread);
        var ids = List.of(id(1), id(2), id(3), id(4));
        cluster.scrapeAll(ids, INTERVAL.multipliedBy(3));

        cluster.assertEachInstantScrapedOnce(ids);
    }

    @Test
    void scrapeTheirNodeWithoutAClusterAndThenInIt() {
        var alone =
                ConfigFactory.parseString("bkm.endpoints.alone-after = 100ms").withFallback(state("node"));
        var system = TestMembers.startOutside(Set.of(Roles.DAEMONSET), "node-a", alone);
        var node = cluster.add(TestNode.start(system, cluster.clock, cluster.scrapes, cluster.source));
        cluster.awaitEndpoints(2, node);
        var run = node.table().get(NODE, id(1).value());
        var ids = List.of(id(1), id(2));
        cluster.scrapeAll(ids, INTERVAL);

        var _ = cluster.start(Roles.STATEFULSET, "", state("other"));
        cluster.members.join(system);
        cluster.members.awaitUp();
        cluster.passUntil(ids, () -> run != null && !run.isOrphan());
        cluster.scrapeAll(ids, INTERVAL.multipliedBy(2));

        assertThat(node.table().get(NODE, id(1).value())).isSameAs(run);
        cluster.assertEachInstantScrapedOnce(ids);
    }

    private Config state(String member) {
        return ConfigFactory.parseString("""
                bkm.endpoints { state-dir = "%s", checkpoint-wait = 100ms }
                """.formatted(directory.resolve(member)));
    }
}

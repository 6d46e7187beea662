package io.bkm.actors.endpoints;

import static io.bkm.actors.cluster.TestMembers.CUTTABLE;
import static io.bkm.actors.cluster.TestMembers.await;
import static io.bkm.actors.endpoints.TestCluster.INTERVAL;
import static io.bkm.actors.endpoints.TestCluster.id;
import static io.bkm.actors.endpoints.TestCluster.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.cluster.Member;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that lose the others: put out of the cluster, or behind a network that is cut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutOffTest {

    private static final ShardKey NODE = new ShardKey.Node("node-a");
    private static final List<EndpointId> IDS = List.of(id(1), id(2));

    @RegisterExtension
    final SharedCluster shared = new SharedCluster(CUTTABLE);

    private final TestCluster cluster = shared.cluster();
    private final TestNode spread = shared.spread();

    private final FakeScraping scraping = new FakeScraping("node-a", cluster.clock, cluster.scrapes);
    private final EndpointTable table = new EndpointTable(scraping, cluster.clock);
    private final List<TestNode> lives = new CopyOnWriteArrayList<>();
    private CountDownLatch mayJoinAnew = new CountDownLatch(1);

    @BeforeEach
    void forget() {
        lives.clear();
        mayJoinAnew = new CountDownLatch(1);
    }

    @Test
    void aDaemonsetMemberThatIsPutOutScrapesOnAndJoinsAnew() {
        try (var member = daemonset()) {
            Cluster.get(shared.operator().system()).manager().tell(new Down(address(member.system())));

            scrapesOnAndJoinsAnew(member);
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void aDaemonsetMemberBehindACutNetworkScrapesOnAndJoinsAnew() {
        try (var member = daemonset()) {
            cluster.members.cutOff(member.system());

            scrapesOnAndJoinsAnew(member);
        }
    }

    @Test
    void theEndpointsOfAStatefulsetMemberBehindACutNetworkGoOnElsewhereAtTheirPhase() {
        var second = cluster.start(Roles.STATEFULSET, "", CUTTABLE);
        var third = cluster.start(Roles.STATEFULSET, "", CUTTABLE); // two of three are a majority, one of two is none
        cluster.members.awaitUp();
        cluster.publishSpread(50);
        var ids = TestCluster.ids(50);
        cluster.passUntil(List.of(), () -> second.table().size() >= 10 && size(spread, second, third) == 50);
        cluster.scrapeAll(ids, INTERVAL);

        cluster.members.cutOff(second.system());
        cluster.passUntil(
                List.of(),
                () -> second.system().getWhenTerminated().toCompletableFuture().isDone() && size(spread, third) == 50);
        second.table().orphanAll(); // as the member's end does
        cluster.forgetScrapes();
        cluster.scrapeAll(ids, INTERVAL.multipliedBy(3));

        assertThat(second.table().size()).isZero();
        cluster.assertEachInstantScrapedOnce(ids);
    }

    private static int size(TestNode... nodes) {
        return Stream.of(nodes).mapToInt(node -> node.table().size()).sum();
    }

    /** Runs from its start on as {@link Member} has it; its next life waits for {@link #mayJoinAnew}. */
    private Member daemonset() {
        var member = Member.start(
                () -> {
                    if (!lives.isEmpty()) {
                        join(mayJoinAnew);
                    }
                    var system = cluster.members.start(Set.of(Roles.DAEMONSET), "node-a", CUTTABLE);
                    lives.add(cluster.add(TestNode.start(system, scraping, table, cluster.clock, cluster.source)));
                    return system;
                },
                table,
                true,
                Duration.ofMillis(10));
        cluster.members.awaitUp();
        cluster.publish(on("node-a", 1), on("node-a", 2));
        cluster.passUntil(List.of(), () -> table.size() == 2);
        cluster.scrapeAll(IDS, INTERVAL);
        return member;
    }

    private void scrapesOnAndJoinsAnew(Member member) {
        var first = member.system();
        cluster.passUntil(
                IDS, () -> first.getWhenTerminated().toCompletableFuture().isDone());
        await("the others to be rid of it", () -> members(shared.operator().system()) == 2);
        cluster.scrapeAll(IDS, INTERVAL.multipliedBy(2));
        mayJoinAnew.countDown();
        await("a second life", () -> lives.size() == 2);
        cluster.members.awaitUp();
        cluster.passUntil(IDS, () -> isOwned(1) && isOwned(2));
        cluster.scrapeAll(IDS, INTERVAL.multipliedBy(2));

        assertThat(table.size()).isEqualTo(2);
        cluster.assertEachInstantScrapedOnce(IDS);
    }

    private boolean isOwned(int number) {
        var run = table.get(NODE, id(number).value());
        return run != null && !run.isOrphan();
    }

    private static long members(ActorSystem<?> system) {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .count();
    }

    private static Address address(ActorSystem<?> system) {
        return Cluster.get(system).selfMember().address();
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

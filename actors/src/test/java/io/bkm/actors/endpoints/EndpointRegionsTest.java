package io.bkm.actors.endpoints;

import static io.bkm.actors.cluster.TestMembers.await;
import static io.bkm.actors.endpoints.TestCluster.INTERVAL;
import static io.bkm.actors.endpoints.TestCluster.id;
import static io.bkm.actors.endpoints.TestCluster.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each test publishes its own targets, so their order does not matter. The wheels of all members turn when it says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointRegionsTest {

    @RegisterExtension
    final SharedCluster shared = new SharedCluster(ConfigFactory.empty());

    private final TestCluster cluster = shared.cluster();
    private final TestNode spread = shared.spread();

    @Test
    void givesEachEndpointToTheMemberThatShouldHaveIt() {
        var node = cluster.start(Roles.DAEMONSET, "node-a");

        cluster.publish(on("node-a", 1), on("node-a", 2), on("", 3));

        cluster.awaitEndpoints(2, node);
        cluster.awaitEndpoints(1, spread);
        assertThat(spread.regions().status(new ShardKey.Node("node-a"), id(1), Duration.ofSeconds(5)))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(status -> assertThat(status.targets()).hasSize(1));
    }

    /** To a stream of another actor system, which is in no cluster, as the one that answers over HTTP. */
    @Test
    void showsWhatEndpointsAnswerThroughTheirOwners() {
        cluster.publish(on("", 4), on("", 5));
        cluster.awaitEndpoints(2, spread);
        var outside = ActorTestKit.create(ConfigFactory.parseString("pekko.actor.provider = local"));

        try {
            List<String> lines = shared.operator()
                    .status()
                    .lines(List.of(look(4), look(5), look(6)), 2)
                    .runFold(ByteString.emptyByteString(), ByteString::concat, outside.system())
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join()
                    .utf8String()
                    .lines()
                    .toList();

            assertThat(lines).hasSize(2 * TestNode.LINES + 1);
            assertThat(Set.copyOf(lines))
                    .hasSize(3)
                    .contains("scraper error: host=6, scraped by another member by now");
            await(() -> "bodies to be told: " + TestNode.CLOSED, () -> TestNode.CLOSED.sum() == 2);
        } finally {
            outside.shutdownTestKit();
        }
    }

    private ClusterStatus.Look look(int number) {
        var address = spread.system().address();
        return new ClusterStatus.Look(
                address.getHost().orElseThrow() + ":" + address.getPort().orElseThrow(),
                ShardKey.spread(id(number)),
                id(number),
                Duration.ofSeconds(5),
                Integer.toString(number));
    }

    @Test
    void keepsTheEndpointsOfANodeForItsMember() {
        cluster.publish(on("node-b", 1), on("", 2));
        cluster.awaitEndpoints(1, spread);

        var node = cluster.start(Roles.DAEMONSET, "node-b");

        cluster.awaitEndpoints(1, node);
        assertThat(spread.table().size()).isEqualTo(1);
    }

    @Test
    void tellsWhoScrapesWhat() throws Exception {
        var node = cluster.start(Roles.DAEMONSET, "node-c");
        cluster.publish(IntStream.range(0, 600)
                .mapToObj(i -> on(i % 2 == 0 ? "node-c" : "", i))
                .toArray(DiscoveredTarget[]::new));
        cluster.awaitEndpoints(300, node);
        cluster.awaitEndpoints(300, spread);

        await("all members to be asked", () -> targets(600).targets().size() == 600);
        var targets = targets(600);

        assertThat(targets.silent()).isEmpty();
        assertThat(targets.truncated()).isFalse();
        assertThat(targets.targets())
                .filteredOn(target -> target.status().shard().equals(new ShardKey.Node("node-c")))
                .hasSize(300)
                .allMatch(target -> node.system().address().toString().endsWith("@" + target.member()));
        assertThat(targets(100).truncated()).isTrue();
        assertThat(targets(100).targets()).hasSize(100);
        assertThat(shared.operator().status().members())
                .filteredOn(member -> member.roles().contains(Roles.node("node-c")))
                .singleElement()
                .satisfies(member -> assertThat(member.roles()).contains(Roles.DAEMONSET));
    }

    @Test
    void goesOnWithoutAnOperatorAndWithANewOneThatKnowsNothingYet() {
        cluster.publish(on("", 1), on("", 2));
        cluster.awaitEndpoints(2, spread);
        await(
                "the list to be applied",
                () -> state().shards().stream()
                        .filter(shard -> shard.endpoints() > 0)
                        .allMatch(shard -> shard.applied() != null));
        long epoch = state().generation().epoch();
        cluster.source.loseSync();
        var former = shared.operator();

        shared.operatedBy(cluster.start(Roles.OPERATOR, ""));
        cluster.members.awaitUp();
        cluster.leave(former);
        await("the new operator", () -> !state().ready());
        cluster.scrapeAll(List.of(id(1), id(2)), INTERVAL);

        cluster.publish(on("", 1), on("", 3));
        await("the new list", () -> spread.table().get(ShardKey.spread(id(3)), id(3).value()) != null);
        cluster.awaitEndpoints(2, spread);
        assertThat(state().generation().epoch()).isGreaterThan(epoch);
    }

    private ClusterStatus.Targets targets(int most) {
        return get(shared.operator().status().targets(most));
    }

    private OperatorState state() {
        return get(AskPattern.<Operator.Command, OperatorState>ask(
                shared.operator().operator(),
                replyTo -> new Operator.GetState(0, replyTo),
                Duration.ofSeconds(10),
                shared.operator().system().scheduler()));
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}

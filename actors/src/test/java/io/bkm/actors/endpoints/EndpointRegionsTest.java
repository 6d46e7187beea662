package io.bkm.actors.endpoints;

import static io.bkm.actors.cluster.TestMembers.await;
import static io.bkm.actors.cluster.TestMembers.awaitEquals;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.Member;
import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.TestSource;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.scrape.ScrapeGrid;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One cluster for all tests: starting one takes seconds. Each test publishes its own targets, so their order does not
 * matter. The wheels of all members turn when the test says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointRegionsTest {

    private static final Duration INTERVAL = Samples.INTERVAL;
    private static final Placement SPREAD = new Placement.Spread("");

    private final TestMembers members = new TestMembers();
    private final TestClock clock = new TestClock();
    private final List<Scrape> scrapes = new CopyOnWriteArrayList<>();
    private final TestSource source = new TestSource();
    private final List<TestNode> nodes = new CopyOnWriteArrayList<>();

    /** By endpoint, the last instant that was scraped, of the first {@code counted} scrapes. */
    private final Map<EndpointId, Long> last = new HashMap<>();

    private int counted;

    /** Instants before it were nobody's. */
    private long since;

    private TestNode spread = start(Roles.STATEFULSET, "");
    private TestNode operator = start(Roles.OPERATOR, "");

    @BeforeAll
    void awaitMembers() {
        members.awaitUp();
    }

    @AfterEach
    void leaveOnlyTheTwo() {
        var others = nodes.stream()
                .filter(node -> !node.equals(spread) && !node.equals(operator))
                .toList();
        others.forEach(node -> members.leave(node.system()));
        nodes.removeAll(others);
    }

    @AfterAll
    void stop() {
        members.close();
    }

    @BeforeEach
    void forgetScrapes() {
        scrapes.clear();
        last.clear();
        counted = 0;
        since = 0;
    }

    @Test
    void givesEachEndpointToTheMemberThatShouldHaveIt() {
        var node = start(Roles.DAEMONSET, "node-a");

        publish(on("node-a", 1), on("node-a", 2), on("", 3));

        awaitEquals(2, node.table()::size);
        awaitEquals(1, spread.table()::size);
        assertThat(spread.regions().status(new ShardKey.Node("node-a"), id(1), Duration.ofSeconds(5)))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(status -> assertThat(status.targets()).hasSize(1));
    }

    @Test
    void keepsTheEndpointsOfANodeForItsMember() {
        publish(on("node-b", 1), on("", 2));
        awaitEquals(1, spread.table()::size);

        var node = start(Roles.DAEMONSET, "node-b");

        awaitEquals(1, node.table()::size);
        assertThat(spread.table().size()).isEqualTo(1);
    }

    @Test
    void tellsWhoScrapesWhat() throws Exception {
        var node = start(Roles.DAEMONSET, "node-c");
        publish(IntStream.range(0, 600)
                .mapToObj(i -> on(i % 2 == 0 ? "node-c" : "", i))
                .toArray(DiscoveredTarget[]::new));
        awaitEquals(300, node.table()::size);
        awaitEquals(300, spread.table()::size);

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
        assertThat(operator.status().members())
                .filteredOn(member -> member.roles().contains(Roles.node("node-c")))
                .singleElement()
                .satisfies(member -> assertThat(member.roles()).contains(Roles.DAEMONSET));
    }

    @Test
    void scrapesEachInstantOfASpreadEndpointOnceWhileItsShardMoves() {
        publish(IntStream.range(0, 100).mapToObj(i -> on("", i)).toArray(DiscoveredTarget[]::new));
        awaitEquals(100, spread.table()::size);
        var ids = IntStream.range(0, 100).mapToObj(EndpointRegionsTest::id).toList();
        scrapeAll(ids, INTERVAL);

        var second = start(Roles.STATEFULSET, "");
        passUntil(
                ids,
                () -> second.table().size() >= 20
                        && spread.table().size() + second.table().size() == 100);
        scrapeAll(ids, INTERVAL);
        members.terminate(second.system());
        passUntil(ids, () -> spread.table().size() == 100);
        scrapeAll(ids, INTERVAL);

        assertThat(scrapes)
                .extracting(Scrape::member)
                .contains(second.system().address().toString());
        assertThat(ids).allSatisfy(this::scrapedOnceEachInterval);
    }

    @Test
    void goesOnWithoutAnOperatorAndWithANewOneThatKnowsNothingYet() {
        publish(on("", 1), on("", 2));
        awaitEquals(2, spread.table()::size);
        await(
                "the list to be applied",
                () -> state().shards().stream()
                        .filter(shard -> shard.endpoints() > 0)
                        .allMatch(shard -> shard.applied() != null));
        long epoch = state().generation().epoch();
        source.loseSync();
        var former = operator;

        operator = start(Roles.OPERATOR, "");
        members.awaitUp();
        members.leave(former.system());
        await("the new operator", () -> !state().ready());
        scrapeAll(List.of(id(1), id(2)), INTERVAL);

        publish(on("", 1), on("", 3));
        await("the new list", () -> spread.table().get(ShardKey.spread(id(3)), id(3).value()) != null);
        awaitEquals(2, spread.table()::size);
        assertThat(state().generation().epoch()).isGreaterThan(epoch);
    }

    @Test
    void scrapesItsNodeWhileItIsDownedAndJoinsAnew() {
        var scraping = new FakeScraping("node-d", clock, scrapes);
        var table = new EndpointTable(scraping, clock);
        var lives = new ArrayList<TestNode>();
        var mayJoinAnew = new CountDownLatch(1);
        var member = Member.start(
                () -> {
                    if (!lives.isEmpty()) {
                        join(mayJoinAnew);
                    }
                    var system = members.start(Set.of(Roles.DAEMONSET), "node-d");
                    lives.add(TestNode.start(system, scraping, table, clock, source));
                    nodes.add(lives.getLast());
                    return system;
                },
                table,
                true,
                Duration.ofMillis(10));
        members.awaitUp();
        publish(on("node-d", 1), on("node-d", 2));
        awaitEquals(2, table::size);
        var ids = List.of(id(1), id(2));
        scrapeAll(ids, INTERVAL);

        var first = member.system();
        Cluster.get(operator.system())
                .manager()
                .tell(new Down(Cluster.get(first).selfMember().address()));
        await(
                "the end of the first life",
                () -> first.getWhenTerminated().toCompletableFuture().isDone());
        scrapeAll(ids, INTERVAL.multipliedBy(2));
        mayJoinAnew.countDown();
        await("a second life", () -> lives.size() == 2);
        members.awaitUp();
        await("entities", () -> isOwned(table, 1) && isOwned(table, 2));
        scrapeAll(ids, INTERVAL.multipliedBy(2));

        assertThat(table.size()).isEqualTo(2);
        assertThat(ids).allSatisfy(this::scrapedOnceEachInterval);
        member.close();
        assertThat(table.size()).isZero();
    }

    private static boolean isOwned(EndpointTable table, int number) {
        var run = table.get(new ShardKey.Node("node-d"), id(number).value());
        return run != null && !run.isOrphan();
    }

    private TestNode start(String role, String node) {
        var started = TestNode.start(members.start(Set.of(role), node), clock, scrapes, source);
        nodes.add(started);
        return started;
    }

    private void publish(DiscoveredTarget... targets) {
        source.publish(List.of(targets));
    }

    /** @param node "" for none */
    private static DiscoveredTarget on(String node, int number) {
        return Samples.discovered(number, node.isEmpty() ? SPREAD : new Placement.OnNode(node));
    }

    private static EndpointId id(int number) {
        return Samples.endpoint(number).id();
    }

    private void scrapeAll(List<EndpointId> ids, Duration duration) {
        since = since == 0 ? clock.millis() : since;
        long end = clock.millis() + duration.toMillis();
        passUntil(ids, () -> clock.millis() >= end);
    }

    /**
     * Time passes until the condition holds and all that is due by then is scraped. It slows down as long as something
     * is late: what is later than half an interval is left out, and here nothing shall be.
     */
    private void passUntil(List<EndpointId> ids, BooleanSupplier condition) {
        await(() -> "time to pass; late: " + late(ids), () -> {
            boolean reached = condition.getAsBoolean();
            long lag = lag(ids);
            if (reached && lag == 0) {
                return true;
            }
            boolean hurries = !reached && lag < INTERVAL.toMillis() / 4;
            clock.pass(Duration.ofMillis(hurries ? 100 : 1));
            nodes.forEach(node -> node.scraping().turn());
            return false;
        });
    }

    /** How long the oldest instant has been waiting that is not scraped; 0 when there is none. */
    private long lag(List<EndpointId> ids) {
        for (; counted < scrapes.size(); counted++) {
            var scrape = scrapes.get(counted);
            if (isOnGrid(scrape)) {
                last.merge(scrape.endpoint(), scrape.scheduledAt(), Math::max);
            }
        }
        long now = clock.millis();
        return ids.stream()
                .filter(id -> Math.max(since, last.getOrDefault(id, 0L)) < ScrapeGrid.latest(id, INTERVAL, now))
                .mapToLong(id -> now - ScrapeGrid.latest(id, INTERVAL, now) + 1)
                .max()
                .orElse(0);
    }

    private String late(List<EndpointId> ids) {
        return ids.stream()
                .filter(id -> lag(List.of(id)) > 0)
                .map(id -> id + " at " + ScrapeGrid.latest(id, INTERVAL, clock.millis()) + ": "
                        + nodes.stream()
                                .map(node -> node.table().get(ShardKey.spread(id), id.value()))
                                .toList())
                .toList()
                .toString();
    }

    /** The first scrape of a new endpoint is beside it. */
    private static boolean isOnGrid(Scrape scrape) {
        return ScrapeGrid.latest(scrape.endpoint(), INTERVAL, scrape.scheduledAt()) == scrape.scheduledAt();
    }

    private void scrapedOnceEachInterval(EndpointId id) {
        var instants = scrapes.stream()
                .filter(scrape -> scrape.endpoint().equals(id) && isOnGrid(scrape))
                .map(Scrape::scheduledAt)
                .sorted()
                .toList();
        for (int i = 1; i < instants.size(); i++) {
            assertThat(instants.get(i) - instants.get(i - 1))
                    .as("instants of %s: %s", id, instants)
                    .isEqualTo(INTERVAL.toMillis());
        }
        assertThat(instants).hasSizeGreaterThan(2);
    }

    private ClusterStatus.Targets targets(int most) {
        return get(operator.status().targets(most));
    }

    private OperatorState state() {
        return get(AskPattern.<Operator.Command, OperatorState>ask(
                operator.operator(),
                Operator.GetState::new,
                Duration.ofSeconds(10),
                operator.system().scheduler()));
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

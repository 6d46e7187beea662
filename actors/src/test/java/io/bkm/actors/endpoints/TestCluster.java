package io.bkm.actors.endpoints;

import static io.bkm.actors.cluster.TestMembers.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.operator.TestSource;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.scrape.ScrapeGrid;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Members in this JVM that share a clock, which the test moves. It turns the members' wheels with it, and counts which
 * instant of which endpoint was scraped.
 */
final class TestCluster implements AutoCloseable {

    static final Duration INTERVAL = Samples.INTERVAL;
    private static final Placement SPREAD = new Placement.Spread("");

    final TestMembers members = new TestMembers();
    final TestClock clock = new TestClock();
    final TestSource source = new TestSource();

    /** Of all members, in the order they were started. */
    final List<Scrape> scrapes = new CopyOnWriteArrayList<>();

    private final List<TestNode> nodes = new CopyOnWriteArrayList<>();

    /** Where an endpoint should be, or should have been once. */
    private final Map<EndpointId, Set<ShardKey>> shards = new HashMap<>();

    /** By endpoint, the last instant that was scraped, of the first {@code counted} scrapes. */
    private final Map<EndpointId, Long> last = new HashMap<>();

    private int counted;

    /** Instants before it were nobody's. */
    private long since;

    /** Starts a member that joins the others; not necessarily up yet. */
    TestNode start(String role, String node) {
        return start(role, node, ConfigFactory.empty());
    }

    TestNode start(String role, String node, Config settings) {
        return add(TestNode.start(members.start(Set.of(role), node, settings), clock, scrapes, source));
    }

    /** Turns its wheel from now on. */
    TestNode add(TestNode node) {
        nodes.add(node);
        return node;
    }

    /** It hands over, and its wheel stands still once it has ended. */
    void leave(TestNode node) {
        members.leave(node.system());
        nodes.remove(node);
    }

    void leaveAllBut(TestNode... staying) {
        nodes.stream().filter(node -> !List.of(staying).contains(node)).forEach(this::leave);
    }

    /** Of the test that follows. */
    void forgetScrapes() {
        scrapes.clear();
        last.clear();
        counted = 0;
        since = 0;
    }

    void publish(DiscoveredTarget... targets) {
        for (var target : targets) {
            shards.computeIfAbsent(target.endpoint().id(), _ -> new LinkedHashSet<>())
                    .add(shardOf(target));
        }
        source.publish(List.of(targets));
    }

    private static ShardKey shardOf(DiscoveredTarget target) {
        return switch (target.placement()) {
            case Placement.OnNode(var node) -> new ShardKey.Node(node);
            case Placement.Spread _ -> ShardKey.spread(target.endpoint().id());
        };
    }

    /** @param node "" for none */
    static DiscoveredTarget on(String node, int number) {
        return Samples.discovered(number, node.isEmpty() ? SPREAD : new Placement.OnNode(node));
    }

    /** As many targets without a node, from 0 on. */
    void publishSpread(int count) {
        publish(IntStream.range(0, count).mapToObj(i -> on("", i)).toArray(DiscoveredTarget[]::new));
    }

    static EndpointId id(int number) {
        return Samples.endpoint(number).id();
    }

    static List<EndpointId> ids(int count) {
        return IntStream.range(0, count).mapToObj(TestCluster::id).toList();
    }

    /** Time passes until the member has so many; an endpoint that moves needs time to pass. */
    void awaitEndpoints(int count, TestNode node) {
        passUntil(List.of(), () -> node.table().size() == count);
    }

    /** Time passes, and all that is due is scraped. */
    void scrapeAll(List<EndpointId> ids, Duration duration) {
        since = since == 0 ? clock.millis() : since;
        long end = clock.millis() + duration.toMillis();
        passUntil(ids, () -> clock.millis() >= end);
    }

    /**
     * Time passes until the condition holds and all that is due by then is scraped. It slows down as long as something
     * is late: what is later than half an interval is left out, and here nothing shall be.
     */
    void passUntil(List<EndpointId> ids, BooleanSupplier condition) {
        await(() -> "time to pass; late: " + late(ids), () -> {
            boolean reached = condition.getAsBoolean();
            long lag = lag(ids);
            if (reached && lag == 0) {
                return true;
            }
            boolean hurries = !reached && lag < INTERVAL.toMillis() / 4;
            pass(Duration.ofMillis(hurries ? 100 : 1));
            return false;
        });
    }

    void pass(Duration time) {
        clock.pass(time);
        nodes.forEach(node -> node.scraping().turn());
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
                .map(id -> id + " at " + ScrapeGrid.latest(id, INTERVAL, clock.millis()) + ": " + runs(id))
                .toList()
                .toString();
    }

    private List<EndpointRun> runs(EndpointId id) {
        return shards.getOrDefault(id, Set.of()).stream()
                .flatMap(shard -> nodes.stream()
                        .flatMap(node -> Stream.ofNullable(node.table().get(shard, id.value()))))
                .toList();
    }

    /** The first scrape of a new endpoint is beside it. */
    private static boolean isOnGrid(Scrape scrape) {
        return ScrapeGrid.latest(scrape.endpoint(), INTERVAL, scrape.scheduledAt()) == scrape.scheduledAt();
    }

    /** Whoever did it: none left out, none twice. */
    void assertEachInstantScrapedOnce(List<EndpointId> ids) {
        assertThat(ids).allSatisfy(this::assertEachInstantScrapedOnce);
    }

    private void assertEachInstantScrapedOnce(EndpointId id) {
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

    /** Who scraped the endpoint last. */
    String lastScraper(EndpointId id) {
        return scrapes.stream()
                .filter(scrape -> scrape.endpoint().equals(id))
                .reduce((_, later) -> later)
                .map(Scrape::member)
                .orElse("");
    }

    @Override
    public void close() {
        members.close();
    }
}

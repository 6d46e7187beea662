package io.bkm.actors.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.ScrapeGrid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EndpointActorTest {

    private static final ShardKey NODE = new ShardKey.Node("node-a");
    private static final AssignedEndpoint ENDPOINT = Samples.assigned(1);
    private static final AssignedEndpoint OTHER_TARGETS =
            AssignedEndpoint.of(ENDPOINT.endpoint(), List.of(Samples.target("admin", 1)));
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestClock clock = new TestClock();
    private final List<Scrape> scrapes = new CopyOnWriteArrayList<>();
    private final FakeScraping scraping = new FakeScraping("me", clock, scrapes);
    private final EndpointTable table = new EndpointTable(scraping, clock);
    private final TestProbe<ClusterSharding.ShardCommand> shardActor = KIT.createTestProbe();
    private final TestProbe<EndpointStatus> asker = KIT.createTestProbe();
    private final ActorRef<ShardCommand> entity = spawn(NODE);

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void scrapesWhatItIsAssigned() {
        assign(generation(1), ENDPOINT);

        clock.pass(Samples.INTERVAL);
        scraping.turn();
        settle();

        assertThat(scrapes).extracting(Scrape::endpoint).containsExactly(ENDPOINT.id());
    }

    @Test
    void keepsItsRunWhenItsTargetsChange() {
        assign(generation(1), ENDPOINT);
        var run = table.get(NODE, id());

        assign(generation(2), OTHER_TARGETS);

        assertThat(table.get(NODE, id())).isSameAs(run);
        assertThat(status().targets()).extracting(TargetStatus::labels).containsExactly(labels(OTHER_TARGETS));
    }

    @Test
    void changesNothingWhenItIsAssignedTheSameAgain() {
        assign(generation(1), ENDPOINT);
        assign(generation(1), ENDPOINT);

        assertThat(scraping.scheduled()).isEqualTo(1);
        assertThat(scraping.retargeted).isEmpty();
    }

    @Test
    void ignoresAnAssignmentOfAnOlderGeneration() {
        assign(generation(2), ENDPOINT);

        assign(generation(1), OTHER_TARGETS);

        assertThat(status().generation()).isEqualTo(generation(2));
        assertThat(status().targets()).extracting(TargetStatus::labels).containsExactly(labels(ENDPOINT));
    }

    @Test
    void ignoresAReleaseOfAnOlderGeneration() {
        assign(generation(2), ENDPOINT);

        entity.tell(new EndpointActor.Release(generation(1)));

        assertThat(status().targets()).hasSize(1);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void scrapesNothingMoreOnceItIsReleased() {
        assign(generation(1), ENDPOINT);

        entity.tell(new EndpointActor.Release(generation(2)));
        shardActor.expectMessage(new ClusterSharding.Passivate<>(entity));

        assertThat(table.size()).isZero();
        assertThat(scraping.openScrapes()).isZero();
    }

    @Test
    void isGoneAgainWhenSomebodyAsksForAnEndpointThatIsNot() {
        assertThat(status().targets()).isEmpty();

        shardActor.expectMessage(new ClusterSharding.Passivate<>(entity));
    }

    @Test
    void leavesWhatItDidLastToTheAssignmentWhenItsShardMoves() {
        assign(generation(1), ENDPOINT);
        long now = clock.millis();

        entity.tell(new ShardCommand.Stop());
        KIT.createTestProbe().expectTerminated(entity);

        assertThat(scraping.scheduled()).isZero();
        assertThat(table.closeShard(NODE, Map.of())).containsExactly(Map.entry(id(), now));
    }

    @Test
    void leavesTheEndpointOfANodeToItselfWhenItEndsUnasked() {
        assign(generation(1), ENDPOINT);

        KIT.stop(entity);
        clock.pass(Samples.INTERVAL);
        scraping.turn();

        assertThat(scrapes).hasSize(1);
    }

    @Test
    void doesNotRepeatItsFirstScrapeWhenItEndsUnasked() {
        clock.setTo(ScrapeGrid.latest(ENDPOINT.id(), Samples.INTERVAL, clock.millis()) + 1_000);
        scraping.holdScrapes();
        assign(generation(1), ENDPOINT);
        clock.pass(Duration.ofMillis(300));
        Objects.requireNonNull(table.get(NODE, id())).begin();
        settle();
        scraping.endScrapes();

        KIT.stop(entity);

        assertThat(scrapes).extracting(Scrape::scheduledAt).containsExactly(clock.millis());
    }

    @Test
    void leavesToTheEndpointOfANodeWhatItDidNotGetTo() {
        var busy = KIT.<ShardCommand>createTestProbe();
        var run = table.attach(NODE, ENDPOINT, busy.ref());
        clock.pass(Samples.INTERVAL);
        scraping.turn();
        var due = busy.expectMessageClass(EndpointActor.Due.class);

        table.orphan(run, busy.ref());

        assertThat(scrapes).extracting(Scrape::scheduledAt).containsExactly(due.scheduledAtMillis());
    }

    @Test
    void endsASpreadEndpointWhenItEndsUnasked() {
        var shard = ShardKey.spread(ENDPOINT.id());
        var spread = spawn(shard);
        spread.tell(new EndpointActor.Assign(generation(1), ENDPOINT));
        spread.tell(new EndpointActor.GetStatus(asker.ref()));
        asker.expectMessageClass(EndpointStatus.class);

        KIT.stop(spread);

        assertThat(table.size()).isZero();
        assertThat(scraping.scheduled()).isZero();
    }

    private ActorRef<ShardCommand> spawn(ShardKey shard) {
        return KIT.spawn(new EndpointActor(shard, ENDPOINT.id(), table, shardActor.ref()));
    }

    private void assign(Generation generation, AssignedEndpoint endpoint) {
        entity.tell(new EndpointActor.Assign(generation, endpoint));
        settle();
    }

    /** First in, first out: an answer means that all we sent before was handled. */
    private void settle() {
        var _ = status();
    }

    private EndpointStatus status() {
        entity.tell(new EndpointActor.GetStatus(asker.ref()));
        return asker.expectMessageClass(EndpointStatus.class);
    }

    private static Labels labels(AssignedEndpoint endpoint) {
        return endpoint.targets().getFirst().labels();
    }

    private static String id() {
        return ENDPOINT.id().value();
    }

    private static Generation generation(long seq) {
        return new Generation(1, seq);
    }
}

package io.bkm.actors.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.endpoints.Checkpoints.Checkpoint;
import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.placement.AssignmentCodec;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.scrape.ScrapeGrid;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Longer than others: it plays the operator, the shard and the clock for one actor, and every test needs all three. */
class AssignmentActorTest {

    private static final ShardKey SHARD = new ShardKey.Node("node-a");
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BEGIN_DELAY = Duration.ofMillis(300);
    private static final Duration CHECKPOINT_WAIT = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());

    private final ManualTime time = ManualTime.get(KIT.system());
    private final BlockingQueue<Operator.Command> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Operator.Applied> applied = new LinkedBlockingQueue<>();
    private final ActorRef<Operator.Command> operator = KIT.spawn(Behaviors.receiveMessage(this::toOperator));
    private final TestClock clock = new TestClock();
    private final List<Scrape> scrapes = new CopyOnWriteArrayList<>();
    private final FakeScraping scraping = new FakeScraping("me", clock, scrapes);
    private final EndpointTable table = new EndpointTable(scraping, clock);
    private final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    private final Map<String, ActorRef<ShardCommand>> entities = new ConcurrentHashMap<>();
    private final ActorRef<ClusterSharding.ShardCommand> shardActor =
            KIT.<ClusterSharding.ShardCommand>createTestProbe().ref();
    private final TestProbe<HandOverKeeper.Command> keeper = KIT.createTestProbe();
    private volatile boolean entitiesAnswer = true;

    private @Nullable ActorRef<Operator.Answer> asker;
    private ActorRef<ShardCommand> actor = KIT.<ShardCommand>createTestProbe().ref();

    @AfterEach
    void stop() {
        KIT.stop(actor);
    }

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void asksAtItsStartAndAppliesWhatItGets() {
        start();

        publish(get(), generation(1), 1, 2);

        var applied = applied();
        assertThat(applied.generation()).isEqualTo(generation(1));
        assertThat(applied.endpoints()).isEqualTo(2);
        assertThat(table.ids(SHARD)).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void fetchesALargeListPieceByPieceAndNeverTwoAtATime() {
        start();
        var numbers = IntStream.range(0, 3000).toArray();

        int pieces = publishIn(2048, get(), generation(1), numbers);

        assertThat(pieces).isGreaterThan(10);
        assertThat(applied().endpoints()).isEqualTo(3000);
        assertThat(table.size()).isEqualTo(3000);
    }

    @Test
    void appliesTheDifferenceToWhatItHas() {
        assigned(generation(1), 1, 2);
        var stays = table.get(SHARD, id(2));

        hint(generation(2));
        publish(get(), generation(2), 2, 3);
        applied();

        assertThat(table.ids(SHARD)).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(table.get(SHARD, id(2))).isSameAs(stays);
    }

    @Test
    void asksAtEveryPollAndSaysWhatItHas() {
        assigned(generation(1), 1);

        assertThat(get().have().generation()).isEqualTo(generation(1));
    }

    @Test
    void takesTheNewNameOfAListThatIsRight() {
        assigned(generation(1), 1);

        get().replyTo().tell(new Operator.NotModified(SHARD, new Generation(2, 1)));

        assertThat(applied().generation()).isEqualTo(new Generation(2, 1));
    }

    @Test
    void asksAnOperatorThatTookOverAtOnce() {
        var former = KIT.<Operator.Command>createTestProbe().ref();
        var successor = KIT.<Operator.Command>createTestProbe().ref();
        KIT.system().receptionist().tell(Receptionist.register(Operator.KEY, former));
        assigned(generation(1), 1);

        KIT.system().receptionist().tell(Receptionist.register(Operator.KEY, successor));
        KIT.system().receptionist().tell(Receptionist.deregister(Operator.KEY, former));

        TestMembers.await("a question, though no time passes", () -> !asked.isEmpty());
        KIT.system().receptionist().tell(Receptionist.deregister(Operator.KEY, successor));
    }

    @Test
    void ignoresAnOlderGeneration() {
        assigned(generation(5), 1);
        hint(generation(6));

        var get = get();
        publish(get, generation(4), 2);

        assertThat(get().have().generation()).isEqualTo(generation(5));
        assertThat(table.ids(SHARD)).containsExactly(id(1));
    }

    @Test
    void asksAgainWhenThereIsNoAnswer() {
        start();
        get();

        get();
    }

    @Test
    void startsTheListOverWhenAPieceIsLost() {
        start();
        var encoded = AssignmentCodec.encode(List.of(Samples.assigned(1), Samples.assigned(2)));
        get().replyTo()
                .tell(new Operator.Chunk(
                        SHARD,
                        generation(1),
                        encoded.hash(),
                        0,
                        2,
                        encoded.bytes().slice(0, 10)));
        assertThat(((Operator.Next) ask()).index()).isEqualTo(1);

        publish(get(), generation(1), 1, 2);

        assertThat(applied().endpoints()).isEqualTo(2);
    }

    @Test
    void fetchesOnceMoreWhatWasAnnouncedWhileItFetched() {
        start();
        var get = get();
        hint(generation(2));

        publish(get, generation(1), 1);

        publish(get(), generation(2), 1, 2);
        assertThat(table.ids(SHARD)).hasSizeBetween(1, 2);
    }

    @Test
    void saysThatAListIsAppliedOnlyWhenItsEntitiesShowIt() {
        start();
        entitiesAnswer = false;
        publish(get(), generation(1), 1);
        get(); // the next poll: time passed, and nothing was said
        assertThat(applied).isEmpty();

        entitiesAnswer = true;
        get();

        assertThat(applied().endpoints()).isEqualTo(1);
    }

    @Test
    void restoresAnEntityThatIsGone() {
        assigned(generation(1), 1);
        table.close(Objects.requireNonNull(table.get(SHARD, id(1))));

        get();

        TestMembers.awaitEquals(1, table::size);
    }

    @Test
    void scrapesNewEndpointsSoonButNotAllInOneMoment() {
        start();
        publish(get(), generation(1), IntStream.range(0, 100).toArray());
        TestMembers.awaitEquals(100, table::size);

        TestMembers.await("a first scrape", () -> pass(TICK) && !scrapes.isEmpty());
        int first = scrapes.size();
        TestMembers.await("nearly all", () -> pass(TICK) && scrapes.size() > 80); // but for those whose instant is near

        assertThat(first).isLessThan(60);
    }

    @Test
    void goesOnWhereTheMemberBeforeStopped() {
        start();
        long instant = ScrapeGrid.latest(Samples.assigned(1).id(), Samples.INTERVAL, clock.millis());
        clock.setTo(instant + 1_000);
        actor.tell(new AssignmentActor.HandOver(Map.of(id(1), instant - Samples.INTERVAL.toMillis())));

        publish(get(), generation(1), 1);
        TestMembers.awaitEquals(1, table::size);
        TestMembers.await("a scrape", () -> pass(TICK) && !scrapes.isEmpty());

        assertThat(scrapes.getFirst().scheduledAt()).isEqualTo(instant);
    }

    @Test
    void remembersWhatTheMemberBeforeDidForAsLongAsTheListTakes() {
        start();
        long instant = ScrapeGrid.latest(Samples.assigned(1).id(), Samples.INTERVAL, clock.millis());
        actor.tell(new AssignmentActor.HandOver(Map.of(id(1), instant - 1)));
        get();
        get(); // asked a second time: nobody had answered

        actor.tell(new ShardCommand.Stop());
        KIT.createTestProbe().expectTerminated(actor);

        assertThat(last()).isEqualTo(Map.of(id(1), instant - 1));
    }

    @Test
    void handsOnWhatTheMemberBeforeDidAndNotItsOwnGuess() {
        start();
        long instant = ScrapeGrid.latest(Samples.assigned(1).id(), Samples.INTERVAL, clock.millis());
        clock.setTo(instant + 1_000);
        actor.tell(new AssignmentActor.HandOver(Map.of(id(1), instant - 1)));
        publish(get(), generation(1), 1);
        TestMembers.awaitEquals(1, table::size);

        actor.tell(new ShardCommand.Stop());
        KIT.createTestProbe().expectTerminated(actor);

        assertThat(last()).isEqualTo(Map.of(id(1), instant - 1));
    }

    @Test
    void handsOverWhatItDidLastWhenItStops() {
        assigned(generation(1), 1, 2);

        actor.tell(new ShardCommand.Stop());
        KIT.createTestProbe().expectTerminated(actor);

        assertThat(last()).containsOnlyKeys(id(1), id(2));
        assertThat(table.size()).isZero();
    }

    @Test
    void startsFromTheCheckpointWhenTheOperatorIsSilent() {
        checkpoints.kept.put(SHARD, checkpoint(generation(7), 1, 2));
        start();
        get();

        pass(CHECKPOINT_WAIT);

        TestMembers.awaitEquals(2, table::size);
        assertThat(applied().generation()).isEqualTo(generation(7));
    }

    @Test
    void needsNoCheckpointWhenTheOperatorAnswers() {
        checkpoints.kept.put(SHARD, checkpoint(generation(7), 1, 2));
        start();
        publish(get(), generation(8), 3);
        applied();

        pass(CHECKPOINT_WAIT);

        assertThat(table.ids(SHARD)).containsExactly(id(3));
    }

    @Test
    void startsFromTheCheckpointWhenTheOperatorKnowsNothingYet() {
        checkpoints.kept.put(SHARD, checkpoint(generation(7), 1));
        start();
        get().replyTo().tell(new Operator.NotReady(SHARD));

        pass(CHECKPOINT_WAIT);

        TestMembers.awaitEquals(1, table::size);
    }

    @Test
    void keepsACheckpointOfWhatItApplied() {
        assigned(generation(1), 1, 2);

        TestMembers.await("a checkpoint", () -> checkpoints.kept.containsKey(SHARD));

        assertThat(checkpoints.kept.get(SHARD)).isEqualTo(checkpoint(generation(1), 1, 2));
    }

    @Test
    void takesOverWhatGoesOnFromAnotherLifeOfThisMember() {
        table.attach(SHARD, Samples.assigned(1), null);
        table.attach(SHARD, Samples.assigned(2), null);
        var stays = table.get(SHARD, id(2));

        assigned(generation(1), 2, 3);

        assertThat(table.ids(SHARD)).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(table.get(SHARD, id(2))).isSameAs(stays);
        assertThat(stays == null || stays.isOrphan()).isFalse();
    }

    /** What it left behind. */
    private Map<String, Long> last() {
        keeper.expectMessage(new HandOverKeeper.Started(SHARD, actor));
        return keeper.expectMessageClass(HandOverKeeper.Stopped.class).last();
    }

    private void start() {
        var settings = new EndpointSettings(
                POLL, REQUEST_TIMEOUT, Duration.ofSeconds(10), BEGIN_DELAY, 250, CHECKPOINT_WAIT, POLL, "", "");
        var surroundings = new AssignmentActor.Shards(this::toEntity, keeper.ref(), "pekko://bkm@h:1");
        actor = KIT.spawn(AssignmentActor.create(SHARD, surroundings, table, operator, settings, checkpoints, clock));
    }

    /** Stands for the shard. */
    private void toEntity(String entityId, ShardCommand command) {
        if (entitiesAnswer) {
            entities.computeIfAbsent(entityId, this::spawnEntity).tell(command);
        }
    }

    private ActorRef<ShardCommand> spawnEntity(String entityId) {
        return KIT.spawn(new EndpointActor(SHARD, new EndpointId(ShardIds.name(entityId)), table, shardActor));
    }

    private void assigned(Generation generation, int... numbers) {
        start();
        publish(get(), generation, numbers);
        applied();
    }

    private Behavior<Operator.Command> toOperator(Operator.Command command) {
        if (command instanceof Operator.Applied said) {
            applied.add(said);
        } else {
            asked.add(command);
        }
        return Behaviors.same();
    }

    /** The next question; time passes until there is one. */
    private Operator.Command ask() {
        return next(asked);
    }

    private Operator.Get get() {
        var get = (Operator.Get) ask();
        asker = get.replyTo();
        return get;
    }

    private Operator.Applied applied() {
        return next(applied);
    }

    private <T> T next(BlockingQueue<T> queue) {
        TestMembers.await("a message", () -> !queue.isEmpty() || (pass(Duration.ofSeconds(3)) && !queue.isEmpty()));
        return queue.remove();
    }

    private void hint(Generation generation) {
        Objects.requireNonNull(asker).tell(new Operator.Changed(SHARD, generation));
    }

    private int publish(Operator.Get get, Generation generation, int... numbers) {
        return publishIn(128 * 1024, get, generation, numbers);
    }

    /** Answers as the operator does, a piece at a time. Returns how many there were. */
    private int publishIn(int size, Operator.Get get, Generation generation, int... numbers) {
        var encoded = encode(numbers);
        int count = (encoded.bytes().size() + size - 1) / size;
        for (int i = 0; i < count; i++) {
            var piece = encoded.bytes().slice(i * size, Math.min(encoded.bytes().size(), (i + 1) * size));
            get.replyTo().tell(new Operator.Chunk(SHARD, generation, encoded.hash(), i, count, piece));
            if (i < count - 1) {
                assertThat(((Operator.Next) ask()).index()).isEqualTo(i + 1);
                assertThat(asked).isEmpty();
            }
        }
        return count;
    }

    private static AssignmentCodec.Encoded encode(int... numbers) {
        return AssignmentCodec.encode(IntStream.of(numbers)
                .mapToObj(Samples::assigned)
                .sorted(Comparator.comparing(assigned -> assigned.id().value()))
                .toList());
    }

    private static Checkpoint checkpoint(Generation generation, int... numbers) {
        var encoded = encode(numbers);
        return new Checkpoint(SHARD, generation, encoded.hash(), encoded.bytes());
    }

    private static Generation generation(long seq) {
        return new Generation(1, seq);
    }

    private static String id(int number) {
        return Samples.assigned(number).id().value();
    }

    /** @return true, so that it can stand in a condition */
    private boolean pass(Duration duration) {
        clock.pass(duration);
        time.timePasses(duration);
        return true;
    }

    private static final class MemoryCheckpoints implements Checkpoints {

        private final Map<ShardKey, Checkpoint> kept = new ConcurrentHashMap<>();

        @Override
        public @Nullable Checkpoint read(ShardKey shard) {
            return kept.get(shard);
        }

        @Override
        public void write(Checkpoint checkpoint) {
            kept.put(checkpoint.shard(), checkpoint);
        }
    }
}

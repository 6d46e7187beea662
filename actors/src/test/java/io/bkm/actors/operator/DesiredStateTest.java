package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.endpoints.Samples;
import io.bkm.actors.operator.Operator.Answer;
import io.bkm.actors.operator.Operator.Chunk;
import io.bkm.actors.operator.Operator.Get;
import io.bkm.actors.operator.Operator.Have;
import io.bkm.actors.operator.Operator.NotModified;
import io.bkm.actors.operator.Operator.NotReady;
import io.bkm.actors.operator.PlacementSettings.AbsentNode;
import io.bkm.actors.placement.AssignmentCodec;
import io.bkm.actors.placement.Bytes;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.ShardKey;
import io.bkm.actors.resources.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesiredStateTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ShardKey NODE = new ShardKey.Node("node-a");
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration SHRINK_DELAY = Duration.ofSeconds(30);
    private static final ActorRef<Answer> ANYBODY =
            KIT.<Answer>createTestProbe().ref();

    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private ForeignTargets foreign = ForeignTargets.NONE;
    private final DesiredState desired = state("");

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void publishesNothingBeforeTheFirstSnapshot() {
        assertThat(answer(desired, NODE, Have.NOTHING)).isEqualTo(new NotReady(NODE));
        assertThat(desired.chunk(NODE, Generation.NONE, 0)).isEqualTo(new NotReady(NODE));
    }

    @Test
    void tellsAllThatAskedTooEarlyOnceThereIsASnapshot() {
        answer(desired, NODE, Have.NOTHING);
        answer(desired, new ShardKey.Spread(5), Have.NOTHING);

        assertThat(desired.expanded(expansion())).contains(NODE, new ShardKey.Spread(5));
    }

    @Test
    void answersWithTheListAndThenThatItIsRight() throws IOException {
        desired.nodesUp(Set.of("node-a"));
        desired.expanded(expansion(1, 2));

        var chunk = (Chunk) answer(desired, NODE, Have.NOTHING);

        assertThat(AssignmentCodec.decode(chunk.bytes()))
                .containsExactlyInAnyOrder(Samples.assigned(1), Samples.assigned(2));
        assertThat(answer(desired, NODE, new Have(chunk.generation(), chunk.hash(), 2, List.of())))
                .isEqualTo(new NotModified(NODE, chunk.generation()));
    }

    @Test
    void cutsALargeListIntoPiecesThatMakeItWhole() throws IOException {
        var numbers = IntStream.range(0, 500).toArray();
        desired.expanded(expansion(numbers));

        var chunk = (Chunk) answer(desired, NODE, Have.NOTHING);
        var whole = new ByteArrayOutputStream();
        for (int i = 0; i < chunk.count(); i++) {
            var piece = (Chunk) desired.chunk(NODE, chunk.generation(), i);
            assertThat(piece.index()).isEqualTo(i);
            assertThat(piece.bytes().size()).isLessThanOrEqualTo(1024);
            whole.writeBytes(piece.bytes().content());
        }

        assertThat(chunk.count()).isGreaterThan(5);
        assertThat(AssignmentCodec.decode(Bytes.of(whole.toByteArray()))).hasSize(numbers.length);
    }

    @Test
    void startsOverWhenTheListChangedBetweenTwoPieces() {
        desired.expanded(expansion(1));
        var before = (Chunk) answer(desired, NODE, Have.NOTHING);
        desired.expanded(expansion(1, 2));

        var next = (Chunk) desired.chunk(NODE, before.generation(), 1);

        assertThat(next.index()).isZero();
        assertThat(next.generation()).isGreaterThan(before.generation());
    }

    @Test
    void isNewerThanEveryOperatorThatAShardHasHeardOf() {
        desired.expanded(expansion(1));

        var chunk = (Chunk) answer(desired, NODE, new Have(new Generation(41, 7), "other", 1, List.of()));

        assertThat(chunk.generation().epoch()).isEqualTo(42);
    }

    @Test
    void isNewerThanAnotherOperatorOfTheSameEpoch() {
        desired.expanded(expansion(1));
        var mine = desired.generation(NODE);

        var chunk = (Chunk) answer(desired, NODE, new Have(mine, "other", 1, List.of()));

        assertThat(chunk.generation().epoch()).isGreaterThan(mine.epoch());
    }

    @Test
    void startsANewEpochAfterARestart(@TempDir Path folder) {
        var first = state(folder.toString());
        var second = state(folder.toString());

        assertThat(second.generation(NODE)).isGreaterThan(first.generation(NODE));
        assertThat(second.generation(NODE).epoch()).isEqualTo(2);
    }

    @Test
    void letsTheStatefulsetMembersScrapeForANodeThatStaysAway() {
        desired.expanded(expansion(1));
        var spread = ShardKey.spread(Samples.assigned(1).id());

        assertThat(desired.untilDeadline()).hasValue(GRACE);
        pass(GRACE);

        assertThat(desired.deadlineReached()).containsExactlyInAnyOrder(NODE, spread);
        assertThat(shardsOfEndpoints(desired)).containsExactly(spread);
    }

    /** The question of a shard comes between the end of the grace and the timer's message of it. */
    @Test
    void doesNotForgetADeadlineThatPassedWhileItAnswered() {
        desired.expanded(expansion(1));
        pass(GRACE.plusMillis(1));

        var _ = answer(desired, NODE, Have.NOTHING);

        assertThat(desired.untilDeadline()).hasValue(Duration.ZERO);
        assertThat(desired.deadlineReached()).contains(NODE);
        assertThat(desired.untilDeadline()).isEmpty();
    }

    @Test
    void givesANodeBackItsEndpointsWhenItsMemberIsUp() {
        desired.expanded(expansion(1));
        pass(GRACE);
        desired.deadlineReached();
        var spread = ShardKey.spread(Samples.assigned(1).id());

        assertThat(desired.nodesUp(Set.of("node-a"))).containsExactlyInAnyOrder(NODE, spread);

        assertThat(desired.explained(0).targets())
                .allMatch(target -> target.shard().equals(NODE));
    }

    @Test
    void learnsFromTheShardsWhichNodesHadBeenAwayForTooLong() {
        desired.expanded(expansion(1));
        var spread = ShardKey.spread(Samples.assigned(1).id());

        var answer = answer(desired, spread, new Have(new Generation(9, 9), "x", 1, List.of("node-a")));

        assertThat(answer).isInstanceOf(Chunk.class);
        assertThat(shardsOfEndpoints(desired)).containsExactly(spread);
    }

    @Test
    void doesNotEmptyAShardThatAnOperatorBeforeFilledAtTheFirstLook() {
        desired.expanded(expansion(1));
        var have = new Have(new Generation(9, 9), "x", 1000, List.of());

        assertThat(answer(desired, NODE, have)).isEqualTo(new NotModified(NODE, have.generation()));
        assertThat(desired.untilDeadline()).hasValue(SHRINK_DELAY);

        pass(SHRINK_DELAY);
        assertThat(desired.deadlineReached()).contains(NODE);
        assertThat(answer(desired, NODE, have)).isInstanceOf(Chunk.class);
    }

    @Test
    void keepsWhatIsPublishedWhenAnExpansionFails() {
        desired.expanded(expansion(1));

        desired.expansionFailed("NullPointerException");

        assertThat(desired.state(0).failure()).isEqualTo("NullPointerException");
        assertThat(desired.state(0).endpoints()).isEqualTo(1);
    }

    @Test
    void saysWhatEachShardHas() {
        desired.expanded(expansion(1, 2));
        var chunk = (Chunk) answer(desired, NODE, Have.NOTHING);
        desired.applied(new Operator.Applied(NODE, chunk.generation(), chunk.hash(), 2, 2, "pekko://bkm@h:1"));

        assertThat(desired.state(0).shards())
                .containsExactly(new OperatorState.ShardState(
                        NODE,
                        chunk.generation(),
                        2,
                        2,
                        new OperatorState.Ack(chunk.generation(), 2, 2, "pekko://bkm@h:1", millis.get())));
    }

    @Test
    void explainsAllTargetsInPagesThatFitIntoAMessage() {
        desired.expanded(expansion(IntStream.range(0, 2000).toArray()));

        int seen = 0;
        int pages = 0;
        for (int from = 0; from >= 0; pages++) {
            var page = desired.explained(from);
            seen += page.targets().size();
            from = page.next();
        }

        assertThat(seen).isEqualTo(2000);
        assertThat(pages).isGreaterThan(3);
    }

    @Test
    void holdsWhatMembersSaidTheyHave() {
        desired.nodesUp(Set.of("node-a"));
        desired.expanded(expansion(1, 2));
        assertThat(desired.holdings().orElseThrow().complete()).isFalse();

        acknowledge();
        desired.expanded(expansion(1, 2, 3));

        var holdings = desired.holdings().orElseThrow();
        assertThat(holdings.complete()).isTrue();
        assertThat(holdings.targets()).hasSize(3);
        assertThat(holdings.acknowledged())
                .containsExactly(Map.of(
                        Samples.assigned(1).id().value(), Samples.assigned(1),
                        Samples.assigned(2).id().value(), Samples.assigned(2)));
    }

    @Test
    void givesNoShardWhatOthersScrape() {
        foreign = (_, endpoint, _) -> endpoint.equals(Samples.endpoint(2));
        var mixed = state("");

        mixed.expanded(expansion(1, 2));

        assertThat(mixed.state(0).shards().stream()
                        .mapToInt(OperatorState.ShardState::endpoints)
                        .sum())
                .isEqualTo(1);
        assertThat(mixed.holdings().orElseThrow().foreign())
                .containsExactly(Map.of(Samples.assigned(2).id().value(), Samples.assigned(2)));
    }

    private void acknowledge() {
        var chunk = (Chunk) answer(desired, NODE, Have.NOTHING);
        desired.applied(new Operator.Applied(NODE, chunk.generation(), chunk.hash(), 2, 2, "member"));
    }

    private DesiredState state(String folder) {
        return new DesiredState(
                new OperatorSettings(
                        OperatorSettings.Lease.NONE, folder, 1024, Duration.ofSeconds(5), 0.5, 20, SHRINK_DELAY, 0),
                new PlacementSettings(AbsentNode.SPREAD, GRACE),
                foreign,
                new EpochFile(folder),
                clock);
    }

    private static Answer answer(DesiredState state, ShardKey shard, Have have) {
        var get = new Get(shard, have, ANYBODY);
        var _ = state.learn(get);
        return state.answer(get);
    }

    @Test
    void tellsOfAThousandNodesInPieces() {
        var nodes = IntStream.range(0, 1000).mapToObj("node-%04d"::formatted).toList();
        var targets = IntStream.range(0, 1000)
                .mapToObj(number -> Samples.discovered(number, new Placement.OnNode(nodes.get(number))))
                .toList();
        var _ = desired.nodesUp(Set.copyOf(nodes));
        var _ = desired.expanded(
                new Expansion(new Expanded(targets, List.of(), 0), new EndpointGroups().of(targets), Resources.NONE));

        var first = desired.state(0);
        var second = desired.state(first.next());
        var third = desired.state(second.next());

        assertThat(third.next()).isEqualTo(-1);
        assertThat(first.and(second).and(third).shards())
                .extracting(shard -> shard.shard().shardId())
                .containsExactlyElementsOf(nodes);
    }

    private static List<ShardKey> shardsOfEndpoints(DesiredState state) {
        return state.state(0).shards().stream()
                .filter(shard -> shard.endpoints() > 0)
                .map(OperatorState.ShardState::shard)
                .toList();
    }

    private void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    private static Expansion expansion(int... numbers) {
        List<DiscoveredTarget> targets = IntStream.of(numbers)
                .mapToObj(number -> Samples.discovered(number, new Placement.OnNode("node-a")))
                .toList();
        return new Expansion(new Expanded(targets, List.of(), 0), new EndpointGroups().of(targets), Resources.NONE);
    }
}

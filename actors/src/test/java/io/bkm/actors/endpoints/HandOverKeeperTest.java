package io.bkm.actors.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.endpoints.AssignmentActor.HandOver;
import io.bkm.actors.endpoints.HandOverKeeper.Note;
import io.bkm.actors.endpoints.HandOverKeeper.Started;
import io.bkm.actors.endpoints.HandOverKeeper.Stopped;
import io.bkm.actors.endpoints.HandOverKeeper.Taken;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The keepers of two members; what they tell all members reaches both. */
class HandOverKeeperTest {

    private static final ShardKey SHARD = new ShardKey.Spread(3);
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());

    private final ManualTime time = ManualTime.get(KIT.system());
    private final List<ActorRef<HandOverKeeper.Command>> keepers = new CopyOnWriteArrayList<>();
    private final List<ShardKey> woken = new CopyOnWriteArrayList<>();
    private final List<HandOverKeeper.Command> told = new CopyOnWriteArrayList<>();
    private final ActorRef<HandOverKeeper.Command> here = keeper();
    private final ActorRef<HandOverKeeper.Command> there = keeper();
    private final TestProbe<ShardCommand> assignment = KIT.createTestProbe();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void bringsItToTheNextOwnerOnAnotherMember() {
        here.tell(new Stopped(SHARD, Map.of("e", 5L)));
        awaitTold(new Note(SHARD, Map.of("e", 5L)));

        there.tell(new Started(SHARD, assignment.ref()));

        assignment.expectMessage(new HandOver(Map.of("e", 5L)));
    }

    @Test
    void bringsItToTheSameMemberWhereTheShardComesBackTo() {
        here.tell(new Stopped(SHARD, Map.of("e", 5L)));
        awaitTold(new Note(SHARD, Map.of("e", 5L)));

        here.tell(new Started(SHARD, assignment.ref()));

        assignment.expectMessage(new HandOver(Map.of("e", 5L)));
    }

    @Test
    void bringsItToAnOwnerThatWasFaster() {
        there.tell(new Started(SHARD, assignment.ref()));
        awaitTold(new Taken(SHARD));

        here.tell(new Stopped(SHARD, Map.of("e", 5L)));

        assignment.expectMessage(new HandOver(Map.of("e", 5L)));
    }

    @Test
    void forgetsItOnceSomebodyHasTheShard() {
        here.tell(new Stopped(SHARD, Map.of("e", 5L)));
        awaitTold(new Note(SHARD, Map.of("e", 5L)));
        there.tell(new Started(SHARD, assignment.ref()));
        assignment.expectMessage(new HandOver(Map.of("e", 5L)));
        awaitTold(new Taken(SHARD));

        there.tell(new Stopped(SHARD, Map.of("f", 6L)));
        awaitTold(new Note(SHARD, Map.of("f", 6L)));
        here.tell(new Started(SHARD, assignment.ref()));

        assignment.expectMessage(new HandOver(Map.of("f", 6L)));
    }

    @Test
    void wakesAShardAgainAndAgainButNotForEver() {
        var other = new ShardKey.Spread(4);
        here.tell(new Stopped(SHARD, Map.of()));
        passUntilWoken(SHARD, 14); // seven times each

        here.tell(new Stopped(other, Map.of()));
        passUntilWoken(other, 14);

        assertThat(Collections.frequency(woken, SHARD)).isEqualTo(14);
    }

    @Test
    void letsAShardBeThatSomebodyHas() {
        var other = new ShardKey.Spread(4);
        here.tell(new Stopped(SHARD, Map.of()));
        awaitTold(new Note(SHARD, Map.of()));
        there.tell(new Started(SHARD, assignment.ref()));
        awaitTold(new Taken(SHARD));

        here.tell(new Stopped(other, Map.of()));
        passUntilWoken(other, 14);

        assertThat(Collections.frequency(woken, SHARD)).isEqualTo(2);
    }

    @Test
    void tellsMuchInPiecesThatFitIntoAMessage() {
        var last = new HashMap<String, Long>();
        IntStream.range(0, 2500).forEach(i -> last.put("e" + i, (long) i));

        here.tell(new Stopped(SHARD, last));
        TestMembers.awaitEquals(3, told::size);
        assertThat(told).allSatisfy(note -> assertThat(((Note) note).last()).hasSizeLessThanOrEqualTo(1000));
        there.tell(new Started(SHARD, assignment.ref()));

        var got = new HashMap<String, Long>();
        while (got.size() < 2500) {
            got.putAll(assignment.expectMessageClass(HandOver.class).last());
        }
        assertThat(got).isEqualTo(last);
    }

    private ActorRef<HandOverKeeper.Command> keeper() {
        var keeper = KIT.spawn(HandOverKeeper.create(this::tellAll, woken::add));
        keepers.add(keeper);
        return keeper;
    }

    private void tellAll(ShardKey shard, HandOverKeeper.Command command) {
        keepers.forEach(keeper -> keeper.tell(command));
        told.add(command);
    }

    private void passUntilWoken(ShardKey shard, int times) {
        TestMembers.awaitEquals(times, () -> {
            time.timePasses(Duration.ofSeconds(16));
            return Collections.frequency(woken, shard);
        });
    }

    /** By then all keepers have it before whatever we send them. */
    private void awaitTold(HandOverKeeper.Command command) {
        TestMembers.await(command::toString, () -> told.contains(command));
    }
}

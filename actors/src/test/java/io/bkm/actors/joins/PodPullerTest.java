package io.bkm.actors.joins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.targets.PodJoin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member's pods beside the operator's: whatever is lost on the way, they come to the same. */
class PodPullerTest {

    private static final String NODE = "node-a";
    private static final PodJoin OF_NODE = new PodJoin(NODE, "", false, List.of(), List.of());
    private static final PodJoin EVERYWHERE = new PodJoin("", "", false, List.of("app"), List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path state;

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicLong millis = new AtomicLong(1_795_300_777_000L);
    private final TestPods cluster = new TestPods();
    private final AtomicInteger pulls = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();
    private final Deque<ActorRef<?>> running = new ArrayDeque<>();
    private PodLog log = log();
    private PodStore store = store("");

    @AfterEach
    void shutdown() {
        kit.shutdownTestKit();
    }

    @Test
    void asksForNothingWhileNobodyWantsToKnow() {
        server();
        puller("");
        cluster.put("web-0", NODE, "10.0.0.1", "");
        publish();

        pass(Duration.ofMinutes(2));

        assertThat(pulls).hasValue(0);
        assertThat(store.size()).isZero();
    }

    @Test
    void knowsThePodsOfTheNodesThatAreAskedFor() {
        server();
        puller("");
        cluster.put("web-0", NODE, "10.0.0.1", "");
        cluster.put("other", "node-b", "10.0.0.2", "");
        cluster.ask(OF_NODE);
        publish();
        want(OF_NODE);

        awaitNames("web-0");
        assertThat(store.covers(OF_NODE)).isTrue();

        want(EVERYWHERE);
        awaitNames("web-0", "other");
    }

    @Test
    void hearsOfChangesAtOnce() {
        following("web-0");
        int before = pulls.get();

        cluster.put("web-1", NODE, "10.0.0.3", "");
        cluster.put("far-away", "node-b", "10.0.0.4", "");
        publish();
        awaitNames("web-0", "web-1");
        cluster.remove("web-0");
        publish();
        awaitNames("web-1");

        assertThat(pulls.get() - before).isEqualTo(2);
    }

    @Test
    void whatStaysIsTheSameInstance() {
        following("web-0");
        var before = store.pod("shop", "web-0");
        long version = store.version();

        stop();
        operator();
        cluster.put("web-1", NODE, "10.0.0.3", "");
        publish();

        awaitNames("web-0", "web-1");
        assertThat(store.pod("shop", "web-0")).isSameAs(before);
        assertThat(store.version()).isGreaterThan(version);
    }

    @Test
    void mendsWhatWasLost() {
        following("web-0");
        toLose.set(2);

        cluster.put("web-1", NODE, "10.0.0.3", "");
        publish();
        awaitPulls(1);
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(6));
        awaitPulls(2);
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(6));

        awaitNames("web-0", "web-1");
    }

    @Test
    void getsAllAnewWhenTooMuchWasMissed() {
        following("web-0");
        toLose.set(1);
        for (int i = 0; i < PodLog.KEPT_CHANGES + 10; i++) {
            cluster.put("web-1", NODE, "10.0.0.3", "");
            cluster.put("gone", i % 2 == 0 ? NODE : "node-b", "10.0.0.4", "");
            var _ = log.update(cluster.resources(), cluster.expanded());
        }
        cluster.remove("gone");
        cluster.remove("web-0");
        publish();

        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(6));

        awaitNames("web-1");
    }

    @Test
    void goesOnWithAnotherOperator() {
        following("web-0");
        stop();
        cluster.remove("web-0");
        cluster.put("web-2", NODE, "10.0.0.5", "");

        operator();
        publish();
        pass(Duration.ofSeconds(6));

        awaitNames("web-2");
    }

    @Test
    void aLongListComesInPagesThatMayGetLost() {
        operator(500);
        for (int i = 0; i < 60; i++) {
            cluster.put("pod-" + (100 + i), NODE, "10.0.0." + i, "");
        }
        cluster.ask(OF_NODE);
        publish();
        puller("");
        toLose.set(1);
        want(OF_NODE);
        awaitPulls(1);
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(6));

        probe().awaitAssert(Duration.ofSeconds(10), () -> {
            assertThat(store.size()).isEqualTo(60);
            return null;
        });
        assertThat(pulls.get()).isGreaterThan(5);
    }

    @Test
    void beginsWithItsCheckpointWhereNoOperatorAnswers() {
        server();
        cluster.put("web-0", NODE, "10.0.0.1", "");
        cluster.ask(OF_NODE);
        publish();
        puller(state.toString());
        want(OF_NODE);
        awaitNames("web-0");
        probe().awaitAssert(Duration.ofSeconds(10), () -> {
            assertThat(state.resolve("pods")).exists();
            return null;
        });
        stop();
        stop();

        store = store("");
        puller(state.toString());
        want(OF_NODE);
        pass(Duration.ofSeconds(5));

        awaitNames("web-0");
        assertThat(store.covers(OF_NODE)).isTrue();
    }

    @Test
    void holdsBackForSoLongAndNoLonger() {
        puller("");
        assertThat(store.covers(OF_NODE)).isFalse();
        millis.addAndGet(30_000);
        assertThat(store.covers(OF_NODE)).isFalse();
        millis.addAndGet(1);

        assertThat(store.covers(OF_NODE)).isTrue();
    }

    @Test
    void keepsWhatItKnewWhenThereAreTooMany() {
        store = store("bkm.joins.max-pods = 2");
        following("web-0");

        cluster.put("web-1", NODE, "10.0.0.2", "");
        cluster.put("web-2", NODE, "10.0.0.3", "");
        publish();
        awaitPulls(3);
        cluster.remove("web-2");
        publish();

        awaitNames("web-0", "web-1");
    }

    @Test
    void forgetsWhatNobodyWantsAnyMore() {
        server();
        puller("");
        cluster.put("web-0", NODE, "10.0.0.1", "");
        cluster.put("other", "node-b", "10.0.0.2", "");
        cluster.ask(OF_NODE, EVERYWHERE);
        publish();
        want(EVERYWHERE);
        awaitNames("web-0", "other");
        millis.addAndGet(Duration.ofHours(3).toMillis());
        assertThat(store.covers(OF_NODE)).isTrue();

        pass(Duration.ofSeconds(40));

        awaitNames("web-0");
    }

    private void following(String pod) {
        server();
        puller("");
        cluster.put(pod, NODE, "10.0.0.1", "");
        cluster.ask(OF_NODE);
        publish();
        want(OF_NODE);
        awaitNames(pod);
        awaitPulls(2);
    }

    private void server() {
        operator();
    }

    private void operator() {
        operator(PodServer.PIECE_SIZE);
    }

    private void operator(int pieceSize) {
        millis.addAndGet(1);
        log = log();
        Behavior<PodServer.Command> server = PodServer.create(log, () -> Instant.ofEpochMilli(millis.get()), pieceSize);
        running.push(kit.spawn(Behaviors.intercept(Lossy::new, server)));
    }

    /** Stops what was started last. */
    private void stop() {
        kit.stop(running.pop());
    }

    private void puller(String stateDir) {
        var puller = kit.spawn(PodPuller.create(store, JoinSettingsTest.with(""), stateDir));
        running.addLast(puller);
    }

    /** The server is the first that runs. */
    private void publish() {
        @SuppressWarnings("unchecked")
        var server = (ActorRef<PodServer.Command>) running.getFirst();
        server.tell(new PodServer.Snapshot(cluster.resources(), cluster.expanded()));
    }

    private PodLog log() {
        return new PodLog(() -> Instant.ofEpochMilli(millis.get()));
    }

    private PodStore store(String settings) {
        return new PodStore(JoinSettingsTest.with(settings), () -> Instant.ofEpochMilli(millis.get()));
    }

    /** The answer may be quicker than the look at it. */
    private void want(PodJoin join) {
        var _ = store.covers(join);
    }

    private void pass(Duration duration) {
        time.timePasses(duration);
    }

    private void awaitNames(String... names) {
        probe().awaitAssert(Duration.ofSeconds(10), () -> {
            assertThat(store.all()).extracting(PodFacts::name).containsExactlyInAnyOrder(names);
            return null;
        });
    }

    private void awaitPulls(int more) {
        probe().awaitAssert(Duration.ofSeconds(10), () -> {
            assertThat(pulls.get()).isGreaterThanOrEqualTo(more);
            return null;
        });
    }

    private TestProbe<Object> probe() {
        return kit.createTestProbe();
    }

    /** Loses as many questions as it is told to. */
    private final class Lossy extends BehaviorInterceptor<PodServer.Command, PodServer.Command> {

        Lossy() {
            super(PodServer.Command.class);
        }

        @Override
        public Behavior<PodServer.Command> aroundReceive(
                TypedActorContext<PodServer.Command> context,
                PodServer.Command command,
                ReceiveTarget<PodServer.Command> target) {
            if (command instanceof PodPull) {
                pulls.incrementAndGet();
                if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return Behaviors.same();
                }
            }
            return target.apply(context, command);
        }
    }
}

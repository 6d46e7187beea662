package io.bkm.actors.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.lease.LeaseKeeper.Acquire;
import io.bkm.actors.lease.LeaseKeeper.Begin;
import io.bkm.actors.lease.LeaseKeeper.Command;
import io.bkm.actors.lease.LeaseKeeper.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration DURATION = Duration.ofSeconds(40);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final LeaseSettings SETTINGS = new LeaseSettings("bkm-operator", "bkm", DURATION, INTERVAL);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryLease server = new MemoryLease();
    private final Member first = new Member("10.0.0.1:7355", 1, Instant.EPOCH);
    /** Its clock is a day ahead of the other's. */
    private final Member second = new Member("10.0.0.2:7355", 2, Instant.EPOCH.plus(Duration.ofDays(1)));

    @AfterEach
    void stop() {
        first.kill();
        second.kill();
    }

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void isOnesAtATime() {
        assertThat(first.acquire()).isTrue();

        assertThat(second.acquire()).isFalse();
        pass(DURATION.multipliedBy(3));
        assertThat(second.acquire()).isFalse();

        assertThat(first.held).isTrue();
        assertThat(first.losses).hasValue(0);
        assertThat(second.held).isFalse();
        assertThat(record().holder()).isEqualTo("10.0.0.1:7355_1");
        assertThat(record().transitions()).isEqualTo(1);
    }

    @Test
    void isTakenOnceItHasNotChangedForItsDuration() {
        assertThat(first.acquire()).isTrue();
        pass(INTERVAL);
        first.kill();

        pass(DURATION.minus(STEP));
        assertThat(second.acquire()).isFalse();
        pass(STEP.plus(INTERVAL)); // it may have looked just before the last renewal

        assertThat(second.acquire()).isTrue();
        assertThat(record().transitions()).isEqualTo(2);
    }

    @Test
    void isGivenUpBeforeAnotherCanTakeIt() {
        assertThat(first.acquire()).isTrue();
        pass(INTERVAL);
        first.line.cut();

        pass(SETTINGS.trust().minus(STEP));
        assertThat(first.losses).hasValue(0);
        pass(STEP);

        assertThat(first.losses).hasValue(1);
        assertThat(first.held).isFalse();
        assertThat(second.acquire()).isFalse();
        pass(DURATION.minus(SETTINGS.trust()).plus(INTERVAL));
        assertThat(second.acquire()).isTrue();
        first.line.mend();
        pass(INTERVAL);
        assertThat(first.acquire()).isFalse();
    }

    @Test
    void staysWhenItsServerIsAwayForAMoment() {
        assertThat(first.acquire()).isTrue();
        first.line.cut();
        pass(SETTINGS.trust().minus(INTERVAL));
        first.line.mend();

        pass(DURATION);

        assertThat(first.losses).hasValue(0);
        assertThat(second.acquire()).isFalse();
        assertThat(record().transitions()).isEqualTo(1);
    }

    @Test
    void isTriedAgainSoonAfterAFailure() {
        assertThat(first.acquire()).isTrue();
        var before = record().renewed();
        first.line.cut();
        pass(INTERVAL);
        first.line.mend();

        pass(INTERVAL.dividedBy(5));

        assertThat(record().renewed()).isAfter(before);
    }

    @Test
    void isLostAtOnceToOneWhoTookItAllTheSame() {
        assertThat(first.acquire()).isTrue();
        server.write(record().taken("somebody", SETTINGS, Instant.EPOCH));

        pass(INTERVAL);

        assertThat(first.losses).hasValue(1);
        assertThat(record().holder()).isEqualTo("somebody");
    }

    @Test
    void staysThoughSomebodyWritesToIt() {
        assertThat(first.acquire()).isTrue();
        server.write(record());

        pass(INTERVAL);
        pass(INTERVAL);

        assertThat(first.losses).hasValue(0);
        assertThat(record().renewed()).isEqualTo(Instant.EPOCH.plus(INTERVAL).plus(INTERVAL));
    }

    @Test
    void isMadeAgainWhenSomebodyDeletedIt() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.begin()).isEqualTo(1);
        assertThat(first.begin()).isEqualTo(2);
        server.write(null);

        pass(INTERVAL);

        assertThat(first.losses).hasValue(0);
        assertThat(record().transitions()).isEqualTo(2);
    }

    @Test
    void isForTheNextAtOnceWhenItWasGivenBack() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.release()).isTrue();

        assertThat(record().holder()).isEmpty();
        assertThat(first.losses).hasValue(0);
        assertThat(second.acquire()).isTrue();
        assertThat(record().transitions()).isEqualTo(2);
    }

    @Test
    void isForTheNextLifeOfTheSameMemberAtOnce() {
        assertThat(first.acquire()).isTrue();
        first.kill();
        var next = new Member("10.0.0.1:7355", 3, Instant.EPOCH);

        assertThat(next.acquire()).isTrue();

        assertThat(next.begin()).isEqualTo(2);
        next.kill();
    }

    @Test
    void countsEachOperatorThatBegins() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.begin()).isEqualTo(1);
        assertThat(first.begin()).as("a restart in the same member").isEqualTo(2);
        assertThat(record().transitions()).isEqualTo(2);

        assertThat(first.release()).isTrue();
        assertThat(second.acquire()).isTrue();
        assertThat(second.begin()).isEqualTo(3);
        assertThat(second.release()).isTrue();
        assertThat(second.acquire()).isTrue();
        assertThat(second.begin()).as("the same member again").isEqualTo(4);
    }

    @Test
    void countsOnFromWhatTheOperatorLearnt() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.begin(41)).isEqualTo(42);
        assertThat(first.begin()).isEqualTo(43);

        assertThat(first.begin(100)).isEqualTo(101);
        assertThat(first.release()).isTrue();
        assertThat(second.acquire()).isTrue();
        assertThat(second.begin()).isEqualTo(102);
    }

    @Test
    void letsNoneGoOnThatDoesNotKnowYetThatAnotherHasIt() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.begin()).isEqualTo(1);
        server.write(record().taken("somebody", SETTINGS, Instant.EPOCH));

        assertThatThrownBy(() -> first.begin(2)).hasRootCauseMessage("the Lease is not ours");

        assertThat(first.losses).hasValue(1);
        assertThat(record().transitions()).isEqualTo(2);
    }

    @Test
    void letsNoOperatorBeginWithoutIt() {
        assertThatThrownBy(first::begin).hasRootCauseMessage("the Lease is not ours");

        assertThat(first.acquire()).isTrue();
        assertThat(first.begin()).isEqualTo(1);
        first.line.cut();
        assertThatThrownBy(first::begin).hasRootCauseMessage("nobody answers");
        first.line.mend();
        assertThat(first.begin()).isGreaterThan(1);
    }

    @Test
    void isLostWithAKeeperThatFails() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.begin()).isEqualTo(1);

        first.fail();

        assertThat(first.losses).hasValue(1);
        assertThat(first.held).isFalse();
        assertThat(first.acquire()).as("from the keeper's next life").isTrue();
        assertThat(first.begin()).isEqualTo(2);
        assertThat(first.losses).hasValue(1);
    }

    @Test
    void isLostWithAKeeperThatStops() {
        assertThat(first.acquire()).isTrue();

        first.kill();

        assertThat(first.losses).hasValue(1);
        assertThat(first.held).isFalse();
    }

    @Test
    void isNotLostWithAKeeperThatStopsAfterItWasGivenBack() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.release()).isTrue();

        first.kill();

        assertThat(first.losses).hasValue(0);
    }

    private LeaseRecord record() {
        return server.record().orElseThrow();
    }

    /** In steps, after each of which all requests are answered. */
    private void pass(Duration duration) {
        for (long left = duration.dividedBy(STEP); left > 0; left--) {
            nanos.addAndGet(STEP.toNanos());
            time.timePasses(STEP);
            first.settle();
            second.settle();
        }
    }

    private final class Member {

        private final MemoryLease.Line line = server.line();
        private final AtomicInteger losses = new AtomicInteger();
        private final AtomicBoolean held = new AtomicBoolean();
        private final ActorRef<Command> keeper;
        private boolean stopped;

        Member(String address, long life, Instant start) {
            InstantSource clock = () -> start.plusNanos(nanos.get());
            keeper = KIT.spawn(LeaseKeeper.create(
                    new Attempts(line, SETTINGS, new Holder(address, life), clock, nanos::get), held));
            settle();
        }

        boolean acquire() {
            var answer = new CompletableFuture<Boolean>();
            keeper.tell(new Acquire(_ -> losses.incrementAndGet(), answer));
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        }

        boolean release() {
            var answer = new CompletableFuture<Boolean>();
            keeper.tell(new Release(answer));
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        }

        long begin() {
            return begin(0);
        }

        long begin(long above) {
            var answer = new CompletableFuture<Long>();
            keeper.tell(new Begin(above, answer));
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        }

        /** What changes nothing is answered once nothing is under way, be it by a failure. */
        void settle() {
            if (!stopped) {
                var answer = new CompletableFuture<Boolean>();
                keeper.tell(held.get() ? new Acquire(_ -> losses.incrementAndGet(), answer) : new Release(answer));
                var _ = answer.handle((_, _) -> true)
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join();
            }
        }

        /** Is asked for more than it can keep, while a renewal gets no answer. */
        void fail() {
            line.holdNext();
            time.timePasses(INTERVAL);
            for (int i = 0; i <= LeaseKeeper.MAX_STASHED; i++) {
                keeper.tell(new Begin(0, new CompletableFuture<>()));
            }
            assertThat(release()).as("by its next life").isTrue();
        }

        /** As a member that is killed. */
        void kill() {
            if (!stopped) {
                stopped = true;
                KIT.stop(keeper);
            }
        }
    }
}

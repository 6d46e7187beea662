package io.bkm.actors.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import io.bkm.actors.cluster.ClusterStatus.SpreadLoad;
import io.bkm.actors.endpoints.ScrapeLoad;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AutoscalerTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();
    private static final Config ENABLED = ConfigFactory.parseString(
                    "bkm.autoscale { enabled = true, statefulset = bkm, samples-per-second = 1000 }")
            .withFallback(DEFAULTS);
    private static final ActorTestKit KIT =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private static final Duration INTERVAL = AutoscaleSettings.from(ENABLED).interval();

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TestProbe<String> calls = KIT.createTestProbe();
    private final AutoscaleCounters counters = new AutoscaleCounters();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void scalesToWhatIsMeasuredEveryInterval() {
        var autoscaler = KIT.spawn(Autoscaler.create(
                AutoscaleSettings.from(ENABLED),
                () -> CompletableFuture.completedStage(new SpreadLoad(new ScrapeLoad(10, 10, 2500, 1), 1, true)),
                new Recorded(),
                InstantSource.system(),
                counters));

        time.timePasses(INTERVAL);
        calls.expectMessage("read");
        calls.expectMessage("write 3 over 7");
        calls.awaitAssert(() -> {
            time.timePasses(INTERVAL);
            calls.expectMessage("read");
            return null;
        });
        assertThat(counters.out()).isPositive();
        assertThat(counters.in()).isZero();
        KIT.stop(autoscaler);
        calls.fishForMessage(
                Duration.ofSeconds(10),
                said -> said.equals("close") ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void asksAgainAfterAFailure() {
        var _ = KIT.spawn(Autoscaler.create(
                AutoscaleSettings.from(ENABLED),
                () -> CompletableFuture.failedStage(new IllegalStateException("nobody answers")),
                new Recorded(),
                InstantSource.system(),
                counters));

        time.timePasses(INTERVAL);
        calls.expectMessage("read");
        calls.awaitAssert(() -> {
            time.timePasses(INTERVAL);
            calls.expectMessage("read");
            return null;
        });
        assertThat(counters.failed()).isPositive();
        assertThat(counters.out()).isZero();
    }

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(AutoscaleSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.autoscale"));
        assertThat(AutoscaleSettings.from(DEFAULTS).enabled()).isFalse();
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AutoscaleSettings.from(ConfigFactory.parseString("bkm.autoscale.max-replicas = 0")
                        .withFallback(DEFAULTS)))
                .withMessage("bkm.autoscale.max-replicas: 0 (expected: >= min-replicas, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AutoscaleSettings.from(ConfigFactory.parseString("bkm.autoscale.enabled = true")
                        .withFallback(DEFAULTS)))
                .withMessage("bkm.autoscale.statefulset: \"\" (expected: the name of a StatefulSet, where enabled)");
    }

    /** Has one replica whatever is asked for. */
    private final class Recorded implements ScaledWorkload {

        @Override
        public Replicas read() {
            calls.ref().tell("read");
            return new Replicas(1, "7");
        }

        @Override
        public void write(Replicas seen, int replicas) {
            calls.ref().tell("write " + replicas + " over " + seen.version());
        }

        @Override
        public void close() {
            calls.ref().tell("close");
        }
    }
}

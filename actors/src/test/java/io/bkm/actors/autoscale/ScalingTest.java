package io.bkm.actors.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.cluster.ClusterStatus.SpreadLoad;
import io.bkm.actors.endpoints.ScrapeLoad;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

    private static final long DELAY = 60_000;

    private final Scaling scaling = new Scaling(settings(0));

    @ParameterizedTest
    @CsvSource({"1000, 10, 1", "1001, 10, 2", "2500, 10, 3", "500, 3500, 4", "100000, 10, 6"})
    void goesOutAtOnceToWhatTheGreaterNeedAsksForWithinTheBounds(double samples, double bytes, int members) {
        assertThat(scaling.decide(seen(1, samples, bytes), 1, 0)).isEqualTo(members);
    }

    @Test
    void countsTargetsWhereAFactorIsGiven() {
        var counting = new Scaling(settings(600));

        assertThat(counting.decide(new SpreadLoad(new ScrapeLoad(1800, 1800, 1, 1), 1, true), 1, 0))
                .isEqualTo(3);
    }

    @Test
    void comesInByOneAtATimeAfterTheDelayEach() {
        var little = seen(4, 100, 10);

        assertThat(scaling.decide(little, 4, 0)).isEqualTo(4);
        assertThat(scaling.decide(little, 4, DELAY - 1)).isEqualTo(4);
        assertThat(scaling.decide(little, 4, DELAY)).isEqualTo(3);
        assertThat(scaling.decide(seen(3, 100, 10), 3, DELAY + 1)).isEqualTo(3);
        assertThat(scaling.decide(seen(3, 100, 10), 3, 2 * DELAY + 1)).isEqualTo(2);
    }

    @Test
    void aBurstStartsTheDelayAnew() {
        scaling.decide(seen(4, 100, 10), 4, 0);
        scaling.decide(seen(4, 3900, 10), 4, 1000);

        assertThat(scaling.decide(seen(4, 100, 10), 4, DELAY)).isEqualTo(4);
        assertThat(scaling.decide(seen(4, 100, 10), 4, 2 * DELAY)).isEqualTo(3);
    }

    @Test
    void staysWhereFewerWouldDoOnlyJust() {
        assertThat(scaling.decide(seen(2, 950, 10), 2, 0)).isEqualTo(2);
        assertThat(scaling.decide(seen(2, 950, 10), 2, 10 * DELAY)).isEqualTo(2);
    }

    @Test
    void doesNotComeInWhileAMemberIsAwayOrSilent() {
        for (var unsure : new SpreadLoad[] {
            new SpreadLoad(load(100, 10), 3, true),
            new SpreadLoad(load(100, 10), 4, false),
            new SpreadLoad(new ScrapeLoad(10, 0, 0, 0), 4, true)
        }) {
            assertThat(scaling.decide(unsure, 4, 0)).isEqualTo(4);
            assertThat(scaling.decide(unsure, 4, 10 * DELAY)).isEqualTo(4);
        }
    }

    @Test
    void takesTargetsThatAreDownForTheLikeOfTheOthers() {
        assertThat(scaling.decide(new SpreadLoad(new ScrapeLoad(100, 50, 1500, 10), 1, true), 1, 0))
                .isEqualTo(3);
    }

    @Test
    void keepsTheBounds() {
        assertThat(scaling.decide(seen(9, 100, 10), 9, 0)).isEqualTo(6);
        assertThat(scaling.decide(seen(0, 0, 0), 0, 0)).isEqualTo(1);
    }

    private static SpreadLoad seen(int members, double samples, double bytes) {
        return new SpreadLoad(load(samples, bytes), members, true);
    }

    private static ScrapeLoad load(double samples, double bytes) {
        return new ScrapeLoad(10, 10, samples, bytes);
    }

    private static AutoscaleSettings settings(int targetsPerMember) {
        return new AutoscaleSettings(
                true,
                "",
                "bkm",
                1,
                6,
                1000,
                1000,
                targetsPerMember,
                0.1,
                Duration.ofSeconds(30),
                Duration.ofMillis(DELAY));
    }
}

package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.Resources;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpansionPaceTest {

    private final ExpansionPace pace = new ExpansionPace(4);

    @Test
    void expandsAtOnceWhatComesFirst() {
        assertThat(pace.begins(snapshot("a"), 1_000)).isTrue();
    }

    @Test
    void restsFourTimesAsLongAsTheExpansionTook() {
        var _ = pace.begins(snapshot("a"), 1_000);

        assertThat(pace.rest(1_050)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void restsForASecondAtMost() {
        var _ = pace.begins(snapshot("a"), 1_000);

        assertThat(pace.rest(4_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotRestBackwardsWhenTheClockIsSet() {
        var _ = pace.begins(snapshot("a"), 1_000);

        assertThat(pace.rest(500)).isZero();
    }

    @Test
    void keepsTheNewestOfWhatComesMeanwhile() {
        var _ = pace.begins(snapshot("a"), 1_000);
        assertThat(pace.begins(snapshot("b"), 1_010)).isFalse();
        var _ = pace.rest(1_050);
        assertThat(pace.begins(snapshot("c"), 1_060)).isFalse();

        assertThat(pace.rested()).contains(snapshot("c"));
        assertThat(pace.begins(snapshot("c"), 1_250)).isTrue();
    }

    @Test
    void hasNothingToDoAfterARestWithoutNews() {
        var _ = pace.begins(snapshot("a"), 1_000);

        assertThat(pace.rested()).isEmpty();
        assertThat(pace.begins(snapshot("b"), 9_000)).isTrue();
    }

    private static Resources snapshot(String name) {
        return Resources.NONE.withProblems(List.of(new Resources.Problem(name, "Pod", "shop", name, "wrong")));
    }
}

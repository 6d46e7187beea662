package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.operator.PlacementSettings.AbsentNode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodePresenceTest {

    private static final long GRACE = 60_000;

    private final NodePresence presence =
            new NodePresence(new PlacementSettings(AbsentNode.SPREAD, Duration.ofMillis(GRACE)));

    @Test
    void givesANodeThatWasNeverSeenAGrace() {
        assertThat(presence.isDisplaced("a", 0)).isFalse();
        assertThat(presence.nextDeadline(0)).hasValue(GRACE);
        assertThat(presence.isDisplaced("a", GRACE - 1)).isFalse();
        assertThat(presence.isDisplaced("a", GRACE)).isTrue();
    }

    @Test
    void countsTheGraceFromWhenTheMemberWent() {
        presence.update(Set.of("a"), 0);
        presence.update(Set.of(), 1_000);

        assertThat(presence.isDisplaced("a", GRACE)).isFalse();
        assertThat(presence.isDisplaced("a", GRACE + 1_000)).isTrue();
    }

    @Test
    void hasItBackAtOnceWhenTheMemberIsUp() {
        presence.isDisplaced("a", 0);

        assertThat(presence.update(Set.of("a"), 2 * GRACE)).isTrue();

        assertThat(presence.isDisplaced("a", 2 * GRACE)).isFalse();
    }

    @Test
    void believesAnOperatorBeforeItThatTheGraceIsOver() {
        assertThat(presence.displace(Set.of("a"), 0)).isTrue();

        assertThat(presence.isDisplaced("a", 0)).isTrue();
        assertThat(presence.displace(Set.of("a"), 0)).isFalse();
    }

    @Test
    void doesNotBelieveItOfANodeThatIsUp() {
        presence.update(Set.of("a"), 0);

        assertThat(presence.displace(Set.of("a"), 0)).isFalse();
        assertThat(presence.isDisplaced("a", 0)).isFalse();
    }

    @Test
    void waitsForEverWhereSoSet() {
        var waiting = new NodePresence(new PlacementSettings(AbsentNode.WAIT, Duration.ZERO));

        assertThat(waiting.isDisplaced("a", 10 * GRACE)).isFalse();
        assertThat(waiting.nextDeadline(0)).isEmpty();
        assertThat(waiting.displace(Set.of("a"), 0)).isFalse();
    }
}

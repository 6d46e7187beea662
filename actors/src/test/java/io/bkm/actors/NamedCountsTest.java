package io.bkm.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedCountsTest {

    private enum Event {
        MADE,
        LOST
    }

    private final NamedCounts<Event> counts = new NamedCounts<>(Event.class);

    @Test
    void countsByNameAndEvent() {
        counts.add("a", Event.MADE, 2);
        counts.add("a", Event.MADE, 1);
        counts.add("b", Event.LOST, 1);
        counts.add("c", Event.MADE, 0);

        assertThat(counts.of(Event.MADE)).isEqualTo(Map.of("a", 3L));
        assertThat(counts.of(Event.LOST)).isEqualTo(Map.of("b", 1L));
    }

    @Test
    void keepsTheLastFewThatAreGone() {
        for (int i = 0; i < 600; i++) {
            counts.add("pod-" + i, Event.MADE, 1);
            counts.gone("pod-" + i);
        }

        assertThat(counts.of(Event.MADE)).hasSize(500).containsKey("pod-100").doesNotContainKey("pod-99");
    }

    @Test
    void keepsForGoodWhatCameBack() {
        counts.add("web", Event.MADE, 1);
        counts.gone("web");
        counts.add("web", Event.MADE, 1);

        for (int i = 0; i < 600; i++) {
            counts.add("pod-" + i, Event.MADE, 1);
            counts.gone("pod-" + i);
        }

        assertThat(counts.of(Event.MADE)).containsEntry("web", 2L);
    }
}

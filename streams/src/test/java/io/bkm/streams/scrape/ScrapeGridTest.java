package io.bkm.streams.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScrapeGridTest {

    private static final EndpointId ID = new EndpointId("0123456789abcdef0123456789abcdef");
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void hasOneInstantInEachInterval() {
        long first = ScrapeGrid.next(ID, INTERVAL, NOW);

        assertThat(first).isBetween(NOW + 1, NOW + INTERVAL.toMillis());
        assertThat(ScrapeGrid.next(ID, INTERVAL, first)).isEqualTo(first + INTERVAL.toMillis());
        assertThat(ScrapeGrid.next(ID, INTERVAL, first - 1)).isEqualTo(first);
    }

    @Test
    void countsAnInstantAsItsOwnLatest() {
        long instant = ScrapeGrid.next(ID, INTERVAL, NOW);

        assertThat(ScrapeGrid.latest(ID, INTERVAL, instant)).isEqualTo(instant);
        assertThat(ScrapeGrid.latest(ID, INTERVAL, instant - 1)).isEqualTo(instant - INTERVAL.toMillis());
    }

    /** The phase is part of the wire between members of different versions: it never changes. */
    @Test
    void hasAPhaseThatNeverChanges() {
        assertThat(ScrapeGrid.phaseMillis(ID, INTERVAL)).isEqualTo(237);
    }

    @Test
    void spreadsEndpointsEvenlyOverTheInterval() {
        var perSecond = new int[15];

        for (int i = 0; i < 15_000; i++) {
            var id = Endpoint.of("http://10.0.0.1:" + i + "/metrics", INTERVAL, INTERVAL)
                    .id();
            perSecond[(int) (ScrapeGrid.phaseMillis(id, INTERVAL) / 1000)]++;
        }

        assertThat(Arrays.stream(perSecond).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }
}

package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeenSamplesTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Instant START = Instant.EPOCH;

    private final SeenSamples seen = new SeenSamples(WINDOW, 10_000, START);

    @Test
    void knowsEverySampleOfTheWindow() {
        for (long hash = -4000; hash < 4000; hash++) {
            assertThat(seen.add(hash << 20, START)).isTrue();
        }
        for (long hash = -4000; hash < 4000; hash++) {
            assertThat(seen.add(hash << 20, START.plus(WINDOW))).isFalse();
        }
    }

    @Test
    void forgetsAfterTwoWindows() {
        assertThat(seen.add(7, START)).isTrue();
        assertThat(seen.add(8, START.plus(WINDOW))).isTrue();
        assertThat(seen.add(9, START.plus(WINDOW.multipliedBy(2)))).isTrue();

        assertThat(seen.add(7, START.plus(WINDOW.multipliedBy(2)))).isTrue();
    }

    @Test
    void forgetsEarlierWhenThereAreMoreThanItMayHold() {
        for (long hash = 1; hash <= 20_001; hash++) {
            assertThat(seen.add(hash, START)).isTrue();
        }

        assertThat(seen.add(10_001, START)).as("of the generation before").isFalse();
        assertThat(seen.add(1, START)).as("of the one before that").isTrue();
    }
}

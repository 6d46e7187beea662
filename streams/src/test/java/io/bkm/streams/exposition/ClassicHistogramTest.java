package io.bkm.streams.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.exposition.ClassicHistogram.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassicHistogramTest {

    private final ClassicHistogram histogram = new ClassicHistogram();

    @Test
    void takesBucketsInAnyOrderAndOnce() {
        histogram.bucket(5, 3);
        histogram.bucket(1, 1);
        histogram.bucket(5, 3);
        histogram.bucket(Double.POSITIVE_INFINITY, 4);

        assertThat(histogram.isConsistent()).isTrue();
        assertThat(histogram.toNative().bounds()).containsExactly(1.0, 5.0);
        assertThat(histogram.toNative().counts()).containsExactly(1.0, 2.0, 1.0);
        assertThat(histogram.toNative().count()).isEqualTo(4);
    }

    @Test
    void leavesOutEmptyBucketsAtTheEndsAndManyBetween() {
        histogram.bucket(1, 0);
        histogram.bucket(2, 1);
        histogram.bucket(3, 1);
        histogram.bucket(4, 1);
        histogram.bucket(5, 2);
        histogram.bucket(6, 2);
        histogram.bucket(7, 2);
        histogram.bucket(8, 2);
        histogram.bucket(9, 3);
        histogram.bucket(Double.POSITIVE_INFINITY, 3);

        assertThat(histogram.toNative().spans()).isEqualTo(List.of(new Span(1, 4), new Span(3, 1)));
        assertThat(histogram.toNative().counts()).containsExactly(1.0, 0.0, 0.0, 1.0, 1.0);
    }

    @Test
    void becomesAFloatHistogramByOneFraction() {
        histogram.bucket(1, 0.5);
        histogram.bucket(Double.POSITIVE_INFINITY, 1);

        assertThat(histogram.toNative().integer()).isFalse();
        assertThat(histogram.toNative().counts()).containsExactly(0.5, 0.5);
    }

    @Test
    void makesTheLastBucketOfTheCountWhereItIsMissing() {
        histogram.bucket(1, 2);
        histogram.count(5);

        assertThat(histogram.isConsistent()).isTrue();
        assertThat(histogram.toNative().counts()).containsExactly(2.0, 3.0);
    }

    @Test
    void isInconsistentWhereCountsFall() {
        histogram.bucket(1, 2);
        histogram.bucket(2, 1);

        assertThat(histogram.isConsistent()).isFalse();
    }

    @Test
    void isInconsistentWhereTheCountIsAnother() {
        histogram.bucket(Double.POSITIVE_INFINITY, 2);
        histogram.count(3);

        assertThat(histogram.isConsistent()).isFalse();
    }
}

package io.bkm.streams.scrape;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Durations counted in fixed buckets, as a Prometheus histogram has them. */
public final class DurationHistogram {

    private static final List<Double> OF_SCRAPES =
            List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

    private final List<Double> bounds;
    private final AtomicLongArray counts;
    private final LongAdder sumNanos = new LongAdder();

    /** With bounds that are right for scrapes. */
    public DurationHistogram() {
        this(OF_SCRAPES);
    }

    /** @param bounds upper ones in seconds, ascending, without the infinite one */
    public DurationHistogram(List<Double> bounds) {
        this.bounds = List.copyOf(bounds);
        this.counts = new AtomicLongArray(bounds.size() + 1);
    }

    public void record(Duration duration) {
        double seconds = (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
        int bucket = 0;
        while (bucket < bounds.size() && seconds > bounds.get(bucket)) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        sumNanos.add(duration.toNanos());
    }

    /** Upper bounds in seconds, without the infinite one. */
    public List<Double> bounds() {
        return bounds;
    }

    /** Durations up to each bound, cumulative; the last is the number of all. One more than there are bounds. */
    public List<Long> cumulativeCounts() {
        var cumulative = new Long[counts.length()];
        long sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += counts.get(i);
            cumulative[i] = sum;
        }
        return List.of(cumulative);
    }

    public double sumSeconds() {
        return (double) sumNanos.sum() / TimeUnit.SECONDS.toNanos(1);
    }
}

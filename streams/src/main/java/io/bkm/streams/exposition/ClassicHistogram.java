package io.bkm.streams.exposition;

import java.util.ArrayList;
import java.util.List;

/**
 * The counts of one classic histogram as its series come in, and the native histogram with custom buckets that they
 * make, as in {@code util/convertnhcb} of Prometheus.
 */
final class ClassicHistogram {

    /** Schema of native histograms whose bucket bounds are given one by one. */
    static final int CUSTOM_BUCKETS = -53;

    /** Empty buckets in a row, between others, that are cheaper to keep than to leave out of an integer histogram. */
    private static final int MAX_EMPTY_BUCKETS = 2;

    private record Bucket(double upperBound, double cumulativeCount) {}

    /** Buckets with {@code length} counts, {@code offset} after the span before. */
    record Span(int offset, int length) {}

    /**
     * A native histogram.
     *
     * @param integer whether all counts are whole
     * @param bounds upper bounds of all buckets but the last, whose is +Inf
     * @param counts of the buckets within the spans; not cumulative
     */
    record Native(
            boolean integer, double count, double sum, List<Double> bounds, List<Span> spans, List<Double> counts) {}

    private final List<Bucket> buckets = new ArrayList<>();
    private double count;
    private boolean hasCount;
    private double sum;
    private boolean impossible;

    void sum(double value) {
        sum = value;
    }

    void count(double value) {
        impossible |= value < 0;
        count = value;
        hasCount = true;
    }

    /** Adds a bucket in its place; a second one of the same bound is ignored. */
    void bucket(double upperBound, double cumulativeCount) {
        impossible |= cumulativeCount < 0;
        int place = buckets.size();
        while (place > 0 && buckets.get(place - 1).upperBound >= upperBound) {
            place--;
        }
        if (place < buckets.size() && buckets.get(place).upperBound == upperBound) {
            return;
        }
        impossible |= place > 0 && cumulativeCount < buckets.get(place - 1).cumulativeCount;
        impossible |= place < buckets.size() && cumulativeCount > buckets.get(place).cumulativeCount;
        buckets.add(place, new Bucket(upperBound, cumulativeCount));
    }

    /** Whether the counts make a histogram: none negative, none falling, all in the last bucket. */
    boolean isConsistent() {
        double last = buckets.isEmpty() ? 0 : buckets.getLast().cumulativeCount;
        return !impossible && (endsInInfinity() ? total() == last : total() >= last);
    }

    private double total() {
        return hasCount || buckets.isEmpty() ? count : buckets.getLast().cumulativeCount;
    }

    private boolean endsInInfinity() {
        return !buckets.isEmpty() && buckets.getLast().upperBound == Double.POSITIVE_INFINITY;
    }

    Native toNative() {
        var all = new ArrayList<>(buckets);
        if (!endsInInfinity()) {
            all.add(new Bucket(Double.POSITIVE_INFINITY, total()));
        }
        boolean integer = isWhole(total()) && all.stream().allMatch(bucket -> isWhole(bucket.cumulativeCount));
        var bounds = all.stream().limit(all.size() - 1L).map(Bucket::upperBound).toList();
        var counts = new ArrayList<Double>(all.size());
        double before = 0;
        for (var bucket : all) {
            counts.add(bucket.cumulativeCount - before);
            before = bucket.cumulativeCount;
        }
        var spans = spans(counts, integer ? MAX_EMPTY_BUCKETS : 0);
        return new Native(integer, total(), sum, bounds, spans, within(spans, counts));
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 0x1p63;
    }

    /** Spans without the empty buckets at the ends, and without those between that are more than {@code maxEmpty}. */
    private static List<Span> spans(List<Double> counts, int maxEmpty) {
        var spans = new ArrayList<Span>();
        int end = 0; // of the span before
        int start = firstFilled(counts, 0);
        while (start < counts.size()) {
            int stop = start;
            int next = start;
            while (next < counts.size() && next - stop <= maxEmpty) {
                stop = firstEmpty(counts, next);
                next = firstFilled(counts, stop);
            }
            spans.add(new Span(start - end, stop - start));
            end = stop;
            start = next;
        }
        return spans;
    }

    private static int firstFilled(List<Double> counts, int from) {
        int at = from;
        while (at < counts.size() && counts.get(at) == 0) {
            at++;
        }
        return at;
    }

    private static int firstEmpty(List<Double> counts, int from) {
        int at = from;
        while (at < counts.size() && counts.get(at) != 0) {
            at++;
        }
        return at;
    }

    private static List<Double> within(List<Span> spans, List<Double> counts) {
        var kept = new ArrayList<Double>();
        int at = 0;
        for (var span : spans) {
            at += span.offset;
            kept.addAll(counts.subList(at, at + span.length));
            at += span.length;
        }
        return kept;
    }
}

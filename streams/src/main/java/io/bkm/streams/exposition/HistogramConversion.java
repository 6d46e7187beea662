package io.bkm.streams.exposition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Lists entries with a native histogram after the series of each classic one, or in their stead: Prometheus' {@code
 * convert_classic_histograms_to_nhcb}, after {@code model/textparse/nhcbparse.go}. Series are one histogram's as long as
 * they follow each other with the same labels, but for {@code le}, in a family whose TYPE line says so.
 *
 * <p>What cannot be converted is forgotten. In Prometheus its exemplars turn up with the next histogram, and where the
 * +Inf bucket is missing and the count too small, its buckets do: faults we do not share.
 */
final class HistogramConversion {

    private final byte[] body;
    private final ExpositionParser parser;
    private final boolean typeAndUnitLabels;
    private final boolean keepClassic;
    private final ArrayNode entries;

    private byte[] family = new byte[0];
    private @Nullable Collected collected;

    /** Of the series read last: a histogram gets it even where that series begins another one, as in Prometheus. */
    private OptionalLong timestampMs = OptionalLong.empty();

    /** What belongs to one histogram so far. */
    private record Collected(
            ClassicHistogram histogram, SeriesLabels labels, long startTimestampMs, ArrayNode exemplars) {}

    HistogramConversion(
            byte[] body, ExpositionParser parser, boolean typeAndUnitLabels, boolean keepClassic, ArrayNode entries) {
        this.body = body;
        this.parser = parser;
        this.typeAndUnitLabels = typeAndUnitLabels;
        this.keepClassic = keepClassic;
        this.entries = entries;
    }

    /** Lists the entry that the parser stands at. */
    void add(Kind kind) {
        if (kind == Kind.SERIES) {
            series();
            return;
        }
        if (kind == Kind.TYPE) {
            family = Arrays.copyOfRange(
                    body, parser.entry().nameStart(), parser.entry().nameEnd());
        }
        finish();
        entries.add(EntryJson.of(kind, body, parser, typeAndUnitLabels));
    }

    /** Lists the histogram that was being collected, if the counts make one. */
    void finish() {
        if (collected != null && collected.histogram.isConsistent()) {
            entries.add(EntryJson.histogram(
                    collected.labels,
                    collected.histogram.toNative(),
                    timestampMs,
                    collected.startTimestampMs,
                    collected.exemplars));
        }
        collected = null;
    }

    private void series() {
        var entry = parser.entry();
        var labels = SeriesLabels.of(body, entry, typeAndUnitLabels);
        timestampMs = entry.hasTimestamp() ? OptionalLong.of(entry.timestampMs()) : OptionalLong.empty();
        var base = labels.ofHistogram();
        if (collected != null && (entry.type() != MetricType.HISTOGRAM || !collected.labels.equals(base))) {
            finish();
        }
        boolean converted = entry.type() == MetricType.HISTOGRAM && labels.isOfFamily(family) && collect(labels, base);
        if (converted && !keepClassic) {
            return;
        }
        long start = collected != null ? collected.startTimestampMs : parser.startTimestampMs();
        var exemplar = converted ? null : entry.exemplar();
        entries.add(EntryJson.series(body, entry, labels, start, exemplar));
    }

    private boolean collect(SeriesLabels labels, SeriesLabels base) {
        var suffix = labels.histogramSuffix();
        var bound = labels.upperBound();
        if (suffix.isEmpty() || (suffix.equals("_bucket") && bound.isEmpty())) {
            return false;
        }
        var into = collected;
        if (into == null) {
            into = new Collected(new ClassicHistogram(), base, parser.startTimestampMs(), entries.arrayNode());
            collected = into;
        }
        var exemplar = parser.entry().exemplar();
        if (exemplar != null) {
            into.exemplars.add(EntryJson.exemplar(body, exemplar));
        }
        double value = parser.entry().value();
        switch (suffix) {
            case "_bucket" -> into.histogram.bucket(bound.getAsDouble(), value);
            case "_count" -> into.histogram.count(value);
            default -> into.histogram.sum(value);
        }
        return true;
    }
}

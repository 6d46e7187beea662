package io.bkm.streams.exposition;

import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the {@code _created} series of a series, which may stand anywhere after it in its family. The two belong
 * together when their labels, but for {@code le} and {@code quantile}, and the family's name are equal, laid end to end:
 * so it is in Prometheus.
 */
final class CreatedSearch {

    private final OpenMetricsGrammar grammar;
    private final Entry series;
    private final Entry ahead = new Entry();

    private byte[] buffer = new byte[0];
    private int to;
    private byte[] key = new byte[256];
    private int keyLength;
    private byte[] soughtKey = new byte[0];
    private long found;

    /** @param series the one to look for, whenever asked */
    CreatedSearch(OpenMetricsGrammar grammar, Entry series) {
        this.grammar = grammar;
        this.series = series;
    }

    void reset(byte[] buffer, int to) {
        this.buffer = buffer;
        this.to = to;
        forget();
    }

    void forget() {
        found = 0;
    }

    /** Unix milliseconds; 0 when there is none. Leaves the grammar where it was. */
    long startTimestampMs() {
        int familyEnd =
                Math.min(series.seriesStart + grammar.familyNameLength() + (beginsWithQuotedName() ? 2 : 0), to);
        if (familyEnd < series.nameStart) {
            return 0;
        }
        makeKey(series, series.nameStart, familyEnd);
        if (found > 0 && keyIs(soughtKey)) {
            return found;
        }
        soughtKey = Arrays.copyOf(key, keyLength);
        var place = grammar.place();
        found = search();
        grammar.returnTo(place);
        return found;
    }

    private boolean beginsWithQuotedName() {
        int start = series.seriesStart;
        return series.seriesEnd - start > 1 && buffer[start] == '{' && buffer[start + 1] == '"';
    }

    private long search() {
        ahead.type = series.type;
        while (grammar.read(ahead) == Kind.SERIES) {
            if (OpenMetricsParser.hasCreatedSuffix(buffer, ahead)) {
                makeKey(ahead, ahead.nameStart, OpenMetricsParser.endWithoutCreated(ahead));
                return keyIs(soughtKey) ? OpenMetricsGrammar.milliseconds(ahead.value) : 0;
            }
        }
        return 0;
    }

    private boolean keyIs(byte[] other) {
        return Arrays.equals(key, 0, keyLength, other, 0, other.length);
    }

    private void makeKey(Entry of, int nameFrom, int nameTo) {
        keyLength = 0;
        var skipped = skippedLabel(of.type);
        for (int i = 0; i < of.labels.count(); i++) {
            int start = of.labels.nameStart(i);
            int end = of.labels.nameEnd(i);
            if (skipped == null || !Bytes.equal(buffer, start, end, skipped)) {
                append(start, end);
                append(of.labels.valueStart(i), of.labels.valueEnd(i));
            }
        }
        append(nameFrom, nameTo);
    }

    private static @Nullable String skippedLabel(MetricType type) {
        return switch (type) {
            case SUMMARY -> "quantile";
            case HISTOGRAM -> "le";
            case UNKNOWN, COUNTER, GAUGE, GAUGE_HISTOGRAM, INFO, STATESET -> null;
        };
    }

    private void append(int from, int end) {
        int length = end - from;
        if (keyLength + length > key.length) {
            key = Arrays.copyOf(key, Math.max(key.length * 2, keyLength + length));
        }
        System.arraycopy(buffer, from, key, keyLength, length);
        keyLength += length;
    }
}

package io.bkm.streams.exposition;

import java.util.Arrays;

/**
 * OpenMetrics text 1.0, as {@code model/textparse/openmetricsparse.go} of Prometheus 3.11 reads it; see {@link
 * OpenMetricsGrammar} for what it accepts.
 */
public final class OpenMetricsParser implements ExpositionParser {

    private static final byte[] CREATED = {'_', 'c', 'r', 'e', 'a', 't', 'e', 'd'};

    private final boolean hideCreated;
    private final Entry entry = new Entry();
    private final OpenMetricsGrammar grammar = new OpenMetricsGrammar();
    private final CreatedSearch createdSearch = new CreatedSearch(grammar, entry);

    private byte[] buffer = new byte[0];
    private int from;
    private int to;
    private boolean skipCreated;
    private Kind kind = Kind.END;

    /**
     * @param hideCreated whether {@code _created} series of counters, histograms and summaries are left out, being
     *     start timestamps only; after a call of {@link #startTimestampMs()} they are in any case, as in Prometheus
     */
    public OpenMetricsParser(boolean hideCreated) {
        this.hideCreated = hideCreated;
    }

    @Override
    public void reset(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.from = from;
        this.to = to;
        grammar.reset(buffer, from, to);
        createdSearch.reset(buffer, to);
        entry.startBody();
        skipCreated = hideCreated;
        kind = Kind.COMMENT;
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public Kind next() {
        if (kind != Kind.END && kind != Kind.MALFORMED) {
            do {
                kind = grammar.read(entry);
            } while (kind == Kind.SERIES && skipCreated && isCreated());
        }
        return kind;
    }

    private boolean isCreated() {
        return hasStart(entry.type) && hasCreatedSuffix(buffer, entry);
    }

    @Override
    public Malformed malformed() {
        if (kind != Kind.MALFORMED) {
            throw new IllegalStateException("last entry: " + kind + " (expected: MALFORMED)");
        }
        return Malformed.at(buffer, from, to, grammar.malformedAt(), grammar.malformedMessage());
    }

    @Override
    public byte[] helpText() {
        return Escapes.unescape(buffer, entry.textStart, entry.textEnd);
    }

    @Override
    public long startTimestampMs() {
        if (kind != Kind.SERIES || !hasStart(entry.type)) {
            createdSearch.forget();
            return 0;
        }
        skipCreated = true;
        return createdSearch.startTimestampMs();
    }

    private static boolean hasStart(MetricType type) {
        return type == MetricType.COUNTER || type == MetricType.HISTOGRAM || type == MetricType.SUMMARY;
    }

    static boolean hasCreatedSuffix(byte[] buffer, Entry series) {
        int suffix = series.nameEnd - CREATED.length;
        return suffix >= series.nameStart && Arrays.equals(buffer, suffix, series.nameEnd, CREATED, 0, CREATED.length);
    }

    /** The end of a series' name without {@code _created}, which it has. */
    static int endWithoutCreated(Entry series) {
        return series.nameEnd - CREATED.length;
    }
}

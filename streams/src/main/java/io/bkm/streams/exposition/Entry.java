package io.bkm.streams.exposition;

import org.jspecify.annotations.Nullable;

/**
 * The entry a parser stands at: positions in the buffer that it was given, and numbers. Valid until the parser moves.
 * Start positions are inclusive, end positions exclusive. Texts are as they stand in the exposition; see
 * {@link Escapes} where one may hold escapes.
 */
public final class Entry {

    int lineStart;
    int nameStart;
    int nameEnd;
    boolean nameEscapes;
    int textStart;
    int textEnd;
    MetricType type = MetricType.UNKNOWN;
    int unitStart;
    int unitEnd;
    int seriesStart;
    int seriesEnd;
    final LabelPositions labels = new LabelPositions();
    double value;
    int valueStart;
    int valueEnd;
    boolean hasTimestamp;
    long timestampMs;
    boolean hasExemplar;
    final Exemplar exemplar = new Exemplar();

    Entry() {}

    /** Where the first line of the entry begins. */
    public int lineStart() {
        return lineStart;
    }

    /** The metric name of a SERIES, TYPE, HELP or UNIT, without quotes. */
    public int nameStart() {
        return nameStart;
    }

    public int nameEnd() {
        return nameEnd;
    }

    /** Whether the name holds a backslash; only quoted ones can. */
    public boolean nameHasEscapes() {
        return nameEscapes;
    }

    /** The text of a HELP, UNIT, TYPE or COMMENT; a comment's begins with its {@code #}. */
    public int textStart() {
        return textStart;
    }

    public int textEnd() {
        return textEnd;
    }

    /** What the last TYPE line said, whichever family it was about: that is how Prometheus reads it, too. */
    public MetricType type() {
        return type;
    }

    /** What the last UNIT line said, whichever family it was about; empty before the first. */
    public int unitStart() {
        return unitStart;
    }

    public int unitEnd() {
        return unitEnd;
    }

    /** A series' text: name and labels with their braces. */
    public int seriesStart() {
        return seriesStart;
    }

    public int seriesEnd() {
        return seriesEnd;
    }

    /** The labels of a series, the metric name excluded. */
    public LabelPositions labels() {
        return labels;
    }

    public int labelCount() {
        return labels.count();
    }

    public int labelNameStart(int label) {
        return labels.nameStart(label);
    }

    public int labelNameEnd(int label) {
        return labels.nameEnd(label);
    }

    public boolean labelNameHasEscapes(int label) {
        return labels.nameHasEscapes(label);
    }

    public int labelValueStart(int label) {
        return labels.valueStart(label);
    }

    public int labelValueEnd(int label) {
        return labels.valueEnd(label);
    }

    public boolean labelValueHasEscapes(int label) {
        return labels.valueHasEscapes(label);
    }

    /** A series' value; NaN always has the bits 7ff8000000000001, as in Prometheus. */
    public double value() {
        return value;
    }

    public int valueStart() {
        return valueStart;
    }

    public int valueEnd() {
        return valueEnd;
    }

    public boolean hasTimestamp() {
        return hasTimestamp;
    }

    /** Unix milliseconds; without meaning unless {@link #hasTimestamp()}. */
    public long timestampMs() {
        return timestampMs;
    }

    /** A series' exemplar, null when it has none. OpenMetrics only. */
    public @Nullable Exemplar exemplar() {
        return hasExemplar ? exemplar : null;
    }

    void startBody() {
        type = MetricType.UNKNOWN;
        unitStart = 0;
        unitEnd = 0;
        hasExemplar = false;
    }
}

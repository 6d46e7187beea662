package io.bkm.streams.exposition;

import java.util.Arrays;

/**
 * The entry a parser stands at: positions in the buffer that it was given, and numbers. Valid until the parser moves.
 * Start positions are inclusive, end positions exclusive. Texts are as they stand in the exposition; see
 * {@link Escapes} where one may hold escapes.
 */
public final class Entry {

    /** Name start, name end, value start, value end, flags. */
    private static final int STRIDE = 5;

    private static final int VALUE_ESCAPES = 1;
    private static final int NAME_ESCAPES = 2;

    int lineStart;
    int nameStart;
    int nameEnd;
    boolean nameEscapes;
    int textStart;
    int textEnd;
    MetricType type = MetricType.UNKNOWN;
    int seriesStart;
    int seriesEnd;
    double value;
    int valueStart;
    int valueEnd;
    boolean hasTimestamp;
    long timestampMs;

    private int[] labels = new int[16 * STRIDE];
    private int labelCount;

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

    /** A series' text: name and labels with their braces. */
    public int seriesStart() {
        return seriesStart;
    }

    public int seriesEnd() {
        return seriesEnd;
    }

    /** Labels in the order of the exposition, duplicates included, the metric name excluded. */
    public int labelCount() {
        return labelCount;
    }

    public int labelNameStart(int label) {
        return labels[label * STRIDE];
    }

    public int labelNameEnd(int label) {
        return labels[label * STRIDE + 1];
    }

    /** Whether a label's name holds a backslash; only quoted ones can. */
    public boolean labelNameHasEscapes(int label) {
        return (labels[label * STRIDE + 4] & NAME_ESCAPES) != 0;
    }

    public int labelValueStart(int label) {
        return labels[label * STRIDE + 2];
    }

    public int labelValueEnd(int label) {
        return labels[label * STRIDE + 3];
    }

    public boolean labelValueHasEscapes(int label) {
        return (labels[label * STRIDE + 4] & VALUE_ESCAPES) != 0;
    }

    /** A series' value; NaN is always {@link FloatScanner#NAN}. */
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

    void clearLabels() {
        labelCount = 0;
    }

    void addLabel(int nameStart, int nameEnd, boolean nameEscapes, int valueStart, int valueEnd, boolean valueEscapes) {
        int at = labelCount * STRIDE;
        if (at == labels.length) {
            labels = Arrays.copyOf(labels, at * 2);
        }
        labels[at] = nameStart;
        labels[at + 1] = nameEnd;
        labels[at + 2] = valueStart;
        labels[at + 3] = valueEnd;
        labels[at + 4] = (valueEscapes ? VALUE_ESCAPES : 0) | (nameEscapes ? NAME_ESCAPES : 0);
        labelCount++;
    }
}

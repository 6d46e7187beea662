package io.bkm.streams.exposition;

/** The exemplar of a series, as positions in the buffer. Valid until the parser moves. */
public final class Exemplar {

    final LabelPositions labels = new LabelPositions();
    double value;
    boolean hasTimestamp;
    long timestampMs;

    Exemplar() {}

    /** Prometheus leaves the escapes of an exemplar's labels as they are. */
    public LabelPositions labels() {
        return labels;
    }

    public double value() {
        return value;
    }

    public boolean hasTimestamp() {
        return hasTimestamp;
    }

    /** Unix milliseconds; without meaning unless {@link #hasTimestamp()}. */
    public long timestampMs() {
        return timestampMs;
    }
}

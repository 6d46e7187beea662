package io.bkm.streams.exposition;

import org.jspecify.annotations.Nullable;

/** The type of a metric family, as a {@code # TYPE} line says it. */
public enum MetricType {
    /** Also what a text exposition calls {@code untyped}, and what holds before the first {@code # TYPE} line. */
    UNKNOWN("unknown"),
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram"),
    GAUGE_HISTOGRAM("gaugehistogram"),
    SUMMARY("summary"),
    INFO("info"),
    STATESET("stateset");

    private static final MetricType[] TYPES = values();

    private final String text;

    MetricType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The type whose name in OpenMetrics is [from, to). */
    static @Nullable MetricType named(byte[] buffer, int from, int to) {
        for (var type : TYPES) {
            if (Bytes.equal(buffer, from, to, type.text)) {
                return type;
            }
        }
        return null;
    }
}

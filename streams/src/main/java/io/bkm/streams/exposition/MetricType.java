package io.bkm.streams.exposition;

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

    private final String text;

    MetricType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}

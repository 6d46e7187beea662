package io.bkm.streams.pipeline;

import io.bkm.streams.labels.Labels;
import java.nio.charset.StandardCharsets;

/**
 * A sample as Prometheus would store it.
 *
 * @param labels with {@code __name__}
 * @param timestampMillis Unix milliseconds
 */
public record Sample(Labels labels, double value, long timestampMillis) {

    /** The bits of the value that ends a series. Another NaN is an ordinary value: compare bits, never values. */
    private static final long STALE_BITS = 0x7ff0000000000002L;

    /** The staleness marker of a series: it has no further samples until a next one comes. */
    static Sample stale(Labels labels, long timestampMillis) {
        return new Sample(labels, Double.longBitsToDouble(STALE_BITS), timestampMillis);
    }

    /** Whether this is a staleness marker. */
    public boolean isStale() {
        return Double.doubleToRawLongBits(value) == STALE_BITS;
    }

    /** {@code {"labels":{…},"value":"1.5","timestamp":ms}}; the value is a string, since JSON has no NaN. */
    public String toJson() {
        var out = new JsonBuffer(256);
        out.ascii("{\"labels\":{");
        int empty = out.length();
        labels.forEach((name, text) -> GroupLabels.member(out, name, text));
        if (out.length() > empty) {
            out.setLength(out.length() - 1);
        }
        out.ascii("},\"value\":\"");
        if (Double.isNaN(value)) {
            out.ascii("NaN");
        } else if (Double.isInfinite(value)) {
            out.ascii(value > 0 ? "+Inf" : "-Inf");
        } else {
            out.number(value);
        }
        out.ascii("\",\"timestamp\":");
        out.number(timestampMillis);
        out.put('}');
        return new String(out.copy(0), StandardCharsets.UTF_8);
    }
}

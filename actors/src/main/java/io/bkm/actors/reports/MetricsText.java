package io.bkm.actors.reports;

import io.bkm.streams.scrape.DurationHistogram;
import java.util.Arrays;
import java.util.Locale;

/** Writes the text format 0.0.4. */
public final class MetricsText {

    private final StringBuilder text = new StringBuilder(4096);
    private String family = "";

    /**
     * Begins a metric family.
     *
     * @param type {@code counter}, {@code gauge} or {@code histogram}
     */
    public MetricsText family(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(escape(help));
        text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A sample of the family; names and values of labels in turn. */
    public MetricsText sample(double value, String... labels) {
        return suffixed("", value, labels);
    }

    /** A whole number; beyond 2^53 the nearest that a double can say. */
    public MetricsText sample(long value, String... labels) {
        return suffixed("", (double) value, labels);
    }

    /** A sample whose name has a suffix to the family's: {@code _bucket}, {@code _sum}, {@code _count}. */
    public MetricsText suffixed(String suffix, double value, String... labels) {
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(labelValue(labels[i + 1]));
            text.append('"');
        }
        if (labels.length > 0) {
            text.append('}');
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    /** The samples of a histogram of seconds. */
    public MetricsText histogram(DurationHistogram durations, String... labels) {
        var counts = durations.cumulativeCounts();
        var bucket = Arrays.copyOf(labels, labels.length + 2);
        bucket[labels.length] = "le";
        for (int i = 0; i < counts.size(); i++) {
            bucket[labels.length + 1] =
                    i < durations.bounds().size() ? number(durations.bounds().get(i)) : "+Inf";
            suffixed("_bucket", (double) counts.get(i), bucket);
        }
        suffixed("_sum", durations.sumSeconds(), labels);
        return suffixed("_count", (double) counts.getLast(), labels);
    }

    static String labelValue(String value) {
        return escape(value).replace("\"", "\\\"");
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value).toLowerCase(Locale.ROOT).replace("nan", "NaN");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

package io.bkm.streams.fetch;

import io.bkm.streams.targets.NameEscaping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Accept header, with the weights that Prometheus 3 gives: the first format 0.6, each further one 0.1 less, and
 * anything at all last.
 */
final class AcceptHeader {

    /** The scrape protocols that we speak, in Prometheus' names and order, with their media types. */
    static final Map<String, String> FORMATS = formats();

    /** Those in which names may be any text, so that it can be asked for how they are written. */
    private static final Set<String> ESCAPED = Set.of("OpenMetricsText1.0.0", "PrometheusText1.0.0");

    /** Prometheus starts at one more than the protocols it knows; it knows one more than we do, the protobuf one. */
    private static final int FIRST_WEIGHT = FORMATS.size() + 2;

    private AcceptHeader() {}

    static String of(List<String> formats, NameEscaping escaping) {
        var value = new StringBuilder();
        int weight = FIRST_WEIGHT;
        for (var format : spoken(formats)) {
            value.append(FORMATS.get(format));
            if (ESCAPED.contains(format)) {
                value.append(";escaping=").append(escaping.parameter());
            }
            value.append(";q=0.").append(weight--).append(',');
        }
        return value.append("*/*;q=0.").append(weight).toString();
    }

    /** Without those that we do not speak: a monitor may list protobuf before a text format. */
    static List<String> spoken(List<String> formats) {
        return formats.stream().filter(FORMATS::containsKey).distinct().toList();
    }

    private static Map<String, String> formats() {
        var formats = new LinkedHashMap<String, String>();
        formats.put("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0");
        formats.put("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1");
        formats.put("PrometheusText1.0.0", "text/plain;version=1.0.0");
        formats.put("PrometheusText0.0.4", "text/plain;version=0.0.4");
        return formats;
    }
}

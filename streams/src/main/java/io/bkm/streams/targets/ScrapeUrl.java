package io.bkm.streams.targets;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.labels.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The URL of a target from its labels, as Prometheus prints it: {@code Target.URL()} and Go's {@code url.URL.String()}.
 * No port is added; parameters are sorted by name and form-encoded.
 */
final class ScrapeUrl {

    static final String ADDRESS = "__address__";
    static final String SCHEME = "__scheme__";
    static final String PATH = "__metrics_path__";
    static final String PARAM_PREFIX = "__param_";

    /** Go escapes nothing of these in a path; all else but letters and digits it does. */
    private static final String SAFE_IN_PATH = "-_.~$&+,/:;=@";

    private static final String SAFE_IN_HOST = "-_.~!$&'()*+,;=:[]<>\"";

    private static final String SAFE_IN_QUERY = "-_.~";

    private final SortedMap<String, List<String>> params;

    private ScrapeUrl(SortedMap<String, List<String>> params) {
        this.params = params;
    }

    /** @param params of the pool; a {@code __param_x} label replaces the first value of x */
    static ScrapeUrl of(Map<String, List<String>> params) {
        var sorted = new TreeMap<String, List<String>>(Utf8::compare);
        sorted.putAll(params);
        return new ScrapeUrl(sorted);
    }

    String of(Labels labels) {
        var scheme = labels.get(SCHEME);
        var host = labels.get(ADDRESS);
        var path = labels.get(PATH);
        var url = new StringBuilder();
        if (!scheme.isEmpty()) {
            url.append(scheme).append(':');
        }
        url.append("//");
        escape(host, SAFE_IN_HOST, url);
        if (!path.isEmpty() && path.charAt(0) != '/') {
            url.append('/');
        }
        if (path.equals("*")) {
            url.append(path);
        } else {
            escape(path, SAFE_IN_PATH, url);
        }
        appendQuery(labels, url);
        return url.toString();
    }

    private void appendQuery(Labels labels, StringBuilder url) {
        char separator = '?';
        for (var param : withLabels(labels).entrySet()) {
            for (var value : param.getValue()) {
                url.append(separator);
                escape(param.getKey(), SAFE_IN_QUERY, url);
                url.append('=');
                escape(value, SAFE_IN_QUERY, url);
                separator = '&';
            }
        }
    }

    private SortedMap<String, List<String>> withLabels(Labels labels) {
        var merged = new TreeMap<>(params);
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith(PARAM_PREFIX)) {
                var values = new ArrayList<>(merged.getOrDefault(param(labels.name(i)), List.of()));
                if (values.isEmpty()) {
                    values.add(labels.value(i));
                } else {
                    var _ = values.set(0, labels.value(i));
                }
                merged.put(param(labels.name(i)), values);
            }
        }
        return merged;
    }

    private static String param(String label) {
        return label.substring(PARAM_PREFIX.length());
    }

    private static void escape(String text, String safe, StringBuilder to) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isAlphanumeric(c) || safe.indexOf(c) >= 0) {
                to.append(c);
            } else if (c == ' ' && safe.equals(SAFE_IN_QUERY)) {
                to.append('+');
            } else {
                to.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }
}

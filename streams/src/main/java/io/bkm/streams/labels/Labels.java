package io.bkm.streams.labels;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A label set: sorted by name, immutable. An empty value is the same as an absent label, everywhere in Prometheus, so
 * no empty value is kept.
 */
public final class Labels implements Comparable<Labels> {

    public static final Labels EMPTY = new Labels(new String[0]);

    /** name, value, name, value … sorted by name. */
    private final String[] pairs;

    private Labels(String[] pairs) {
        this.pairs = pairs;
    }

    /** Of alternating names and values, in any order. A later pair wins over an earlier one of the same name. */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("labels: " + namesAndValues.length + " strings (expected: pairs)");
        }
        var builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Labels of(Map<String, String> labels) {
        var builder = new Builder();
        labels.forEach(builder::set);
        return builder.build();
    }

    /** The value of a label, "" when absent. */
    public String get(String name) {
        int low = 0;
        int high = pairs.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = pairs[2 * middle].compareTo(name);
            if (order == 0) {
                return pairs[2 * middle + 1];
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return "";
    }

    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public String name(int index) {
        return pairs[2 * index];
    }

    public String value(int index) {
        return pairs[2 * index + 1];
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** A copy in name order. */
    @JsonValue
    public Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>(pairs.length);
        forEach(map::put);
        return map;
    }

    public List<String> names() {
        var names = new ArrayList<String>(size());
        forEach((name, _) -> names.add(name));
        return names;
    }

    public Builder edit() {
        var builder = new Builder();
        forEach(builder::set);
        return builder;
    }

    /** By names and values in turn, as Prometheus orders label sets. */
    @Override
    public int compareTo(Labels other) {
        return Arrays.compare(pairs, other.pairs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && Arrays.equals(pairs, labels.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /** As Prometheus prints them: {@code {a="1", b="2"}}. */
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, value) -> {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(name).append("=\"");
            text.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
        });
        return text.append('}').toString();
    }

    /** Collects labels; not for sharing between threads. */
    public static final class Builder {

        private final TreeMap<String, String> labels = new TreeMap<>();

        /** Sets a label; an empty value removes it. */
        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                labels.remove(name);
            } else {
                labels.put(name, value);
            }
            return this;
        }

        public Builder remove(String name) {
            labels.remove(name);
            return this;
        }

        /** The value so far, "" when absent. */
        public String get(String name) {
            return labels.getOrDefault(name, "");
        }

        public Labels build() {
            var pairs = new String[labels.size() * 2];
            int i = 0;
            for (var entry : labels.entrySet()) {
                pairs[i++] = entry.getKey();
                pairs[i++] = entry.getValue();
            }
            return pairs.length == 0 ? EMPTY : new Labels(pairs);
        }
    }
}

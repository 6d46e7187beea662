package io.bkm.streams.labels;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A label set: sorted by name, immutable. An empty value is the same as an absent label, everywhere in Prometheus, so
 * no empty value is kept. Names and values compare by their UTF-8 bytes, as in Prometheus.
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
        var names = new ArrayList<String>(labels.size());
        labels.forEach((name, value) -> {
            if (!value.isEmpty()) {
                names.add(name);
            }
        });
        if (names.isEmpty()) {
            return EMPTY;
        }
        names.sort(Utf8::compare);
        var pairs = new String[2 * names.size()];
        for (int i = 0; i < names.size(); i++) {
            pairs[2 * i] = names.get(i);
            pairs[2 * i + 1] = labels.getOrDefault(names.get(i), "");
        }
        return new Labels(pairs);
    }

    /** The value of a label, "" when absent. */
    public String get(String name) {
        int low = 0;
        int high = pairs.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Utf8.compare(pairs[2 * middle], name);
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
        var map = LinkedHashMap.<String, String>newLinkedHashMap(size());
        forEach(map::put);
        return map;
    }

    public List<String> names() {
        var names = new ArrayList<String>(size());
        forEach((name, _) -> names.add(name));
        return names;
    }

    /** Those whose name passes; this very set when all do. */
    public Labels filter(Predicate<String> names) {
        var kept = new String[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.test(pairs[i])) {
                kept[length++] = pairs[i];
                kept[length++] = pairs[i + 1];
            }
        }
        if (length == pairs.length) {
            return this;
        }
        return length == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, length));
    }

    /** These labels and {@code over}, whose value wins where both have a name. */
    public Labels with(Labels over) {
        if (isEmpty() || over.isEmpty()) {
            return isEmpty() ? over : this;
        }
        var merged = new String[pairs.length + over.pairs.length];
        int size = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < pairs.length || theirs < over.pairs.length) {
            int order = mine == pairs.length
                    ? 1
                    : theirs == over.pairs.length ? -1 : Utf8.compare(pairs[mine], over.pairs[theirs]);
            var from = order < 0 ? pairs : over.pairs;
            int at = order < 0 ? mine : theirs;
            merged[size++] = from[at];
            merged[size++] = from[at + 1];
            mine += order <= 0 ? 2 : 0;
            theirs += order >= 0 ? 2 : 0;
        }
        return new Labels(size == merged.length ? merged : Arrays.copyOf(merged, size));
    }

    public Builder edit() {
        return new Builder(this);
    }

    /** By names and values in turn, as Prometheus orders label sets. */
    @Override
    public int compareTo(Labels other) {
        return Arrays.compare(pairs, other.pairs, Utf8::compare);
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

    /**
     * Changes to a label set; not for sharing between threads. As in Prometheus it is the unchanged set plus lists of
     * what was added and removed: few changes to a big set are cheap, none at all give the very set back.
     */
    public static final class Builder {

        private final Labels base;
        /** name, value, name, value … in the order of first being set; no name twice. */
        private final ArrayList<String> added = new ArrayList<>();
        /** Names of the base that are gone, or replaced by one in {@link #added}. */
        private final ArrayList<String> gone = new ArrayList<>();

        public Builder() {
            this(EMPTY);
        }

        Builder(Labels base) {
            this.base = base;
        }

        /**
         * As if each label had been set on an empty set, in name order: one that is set again keeps its place in
         * {@link #forEach}, where one of {@link Labels#edit} moves to the end.
         */
        public static Builder of(Labels labels) {
            var builder = new Builder();
            builder.added.addAll(Arrays.asList(labels.pairs));
            return builder;
        }

        /** Sets a label; an empty value removes it. */
        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                return remove(name);
            }
            int index = indexInAdded(name);
            if (index >= 0) {
                var _ = added.set(index + 1, value);
                return this;
            }
            hideInBase(name);
            added.add(name);
            added.add(value);
            return this;
        }

        public Builder remove(String name) {
            int index = indexInAdded(name);
            if (index >= 0) {
                added.subList(index, index + 2).clear();
            } else {
                hideInBase(name);
            }
            return this;
        }

        /** The value so far, "" when absent. */
        public String get(String name) {
            int index = indexInAdded(name);
            if (index >= 0) {
                return added.get(index + 1);
            }
            return gone.contains(name) ? "" : base.get(name);
        }

        public boolean has(String name) {
            return !get(name).isEmpty();
        }

        /**
         * Calls {@code action} with each label as it is now: those of the set at first in name order, then those set
         * since, in the order of setting. The action may change the builder and is not affected by its changes.
         */
        public void forEach(BiConsumer<String, String> action) {
            var addedNow = List.copyOf(added);
            var goneNow = gone.isEmpty() ? List.<String>of() : List.copyOf(gone);
            base.forEach((name, value) -> {
                if (!goneNow.contains(name)) {
                    action.accept(name, value);
                }
            });
            for (int i = 0; i < addedNow.size(); i += 2) {
                action.accept(addedNow.get(i), addedNow.get(i + 1));
            }
        }

        public Labels build() {
            if (added.isEmpty() && gone.isEmpty()) {
                return base;
            }
            var order = new Integer[added.size() / 2];
            Arrays.setAll(order, i -> 2 * i);
            Arrays.sort(order, (a, b) -> Utf8.compare(added.get(a), added.get(b)));
            var pairs = new String[base.pairs.length - 2 * gone.size() + added.size()];
            int next = 0;
            int length = 0;
            for (int i = 0; i < base.pairs.length; i += 2) {
                if (gone.contains(base.pairs[i])) {
                    continue;
                }
                while (next < order.length && Utf8.compare(added.get(order[next]), base.pairs[i]) < 0) {
                    pairs[length++] = added.get(order[next]);
                    pairs[length++] = added.get(order[next++] + 1);
                }
                pairs[length++] = base.pairs[i];
                pairs[length++] = base.pairs[i + 1];
            }
            while (next < order.length) {
                pairs[length++] = added.get(order[next]);
                pairs[length++] = added.get(order[next++] + 1);
            }
            return length == 0 ? EMPTY : new Labels(pairs);
        }

        private int indexInAdded(String name) {
            for (int i = 0; i < added.size(); i += 2) {
                if (added.get(i).equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        private void hideInBase(String name) {
            if (base.has(name) && !gone.contains(name)) {
                gone.add(name);
            }
        }
    }
}

package io.bkm.crds;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Copies of maps that iterate in the same order in every process: {@code Map.copyOf} does not. */
final class Sorted {

    private Sorted() {}

    static <V> Map<String, V> copyOf(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    static <V> Map<String, List<V>> copyOfLists(Map<String, List<V>> map) {
        var copy = new TreeMap<String, List<V>>();
        map.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        return Collections.unmodifiableMap(copy);
    }
}

package io.bkm.actors;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of what happens to things that come and go by name. Those of names that are gone stay for a while, so that the
 * end of a thing is counted where somebody still reads it; but of so many only, so that the names are bounded.
 */
public final class NamedCounts<E extends Enum<E>> {

    private static final int KEPT_OF_GONE = 500;

    private final Class<E> events;
    private final Map<String, EnumMap<E, Long>> counts = new HashMap<>();
    /** Those that are gone, the first one first. */
    private final SequencedSet<String> gone = new LinkedHashSet<>();

    public NamedCounts(Class<E> events) {
        this.events = events;
    }

    /** The name is there, if it was gone. */
    public synchronized void add(String name, E event, long number) {
        gone.remove(name);
        if (number > 0) {
            counts.computeIfAbsent(name, _ -> new EnumMap<>(events)).merge(event, number, Long::sum);
        }
    }

    /** Nothing more happens to it, unless it comes back. */
    public synchronized void gone(String name) {
        if (counts.containsKey(name) && gone.add(name) && gone.size() > KEPT_OF_GONE) {
            counts.remove(gone.removeFirst());
        }
    }

    /** By name, without those that are zero. */
    public synchronized SortedMap<String, Long> of(E event) {
        var numbers = new TreeMap<String, Long>();
        counts.forEach((name, byEvent) -> {
            var number = byEvent.get(event);
            if (number != null) {
                numbers.put(name, number);
            }
        });
        return numbers;
    }
}

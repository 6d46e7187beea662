package io.bkm.actors.mirror;

import java.util.Map;

/**
 * The old statefulset workers.
 *
 * @param replicas how many there should be
 * @param numbers of the running ones, by address
 */
record Workers(int replicas, Map<String, Integer> numbers) {

    static final Workers NONE = new Workers(0, Map.of());

    Workers {
        numbers = Map.copyOf(numbers);
    }
}

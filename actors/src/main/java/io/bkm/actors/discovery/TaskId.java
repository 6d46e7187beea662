package io.bkm.actors.discovery;

import io.bkm.actors.Fnv64;
import io.bkm.streams.labels.Labels;

/**
 * The number that bkmonitor-operator gives to the scraping of a target; samples carry it as a dimension, so it stays
 * what it was: specs/bkmonitor-operator.md 3.8.
 */
final class TaskId {

    private static final long MAX = 2_147_483_647;
    private static final long STEP = 50;

    private TaskId() {}

    /**
     * @param address host and port
     * @param labels of the target, with those {@code __} ones that the original knew
     * @param namespace of the object that gave the target, {@code -} where there is none
     */
    static long of(
            long dataId,
            String address,
            String path,
            Labels labels,
            int endpointIndex,
            String namespace,
            String monitor) {
        var text = new StringBuilder().append(dataId).append(address).append(path);
        labels.forEach((name, value) -> text.append(name).append(value));
        text.append(endpointIndex).append(namespace).append(monitor);
        long hash = Fnv64.hash(text.toString());
        while (Long.compareUnsigned(hash, MAX) > 0) {
            hash = Long.divideUnsigned(hash, STEP);
        }
        return hash;
    }
}

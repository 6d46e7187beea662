package io.bkm.actors.joins;

import io.bkm.streams.joins.PodFacts;

/** About how many bytes what is known of a pod takes on its way. */
final class PodSize {

    /** Names of fields, lengths, braces. */
    private static final int FRAME = 96;

    private static final int CONTAINER_FRAME = 24;

    private PodSize() {}

    static int of(PodFacts pod) {
        int size = FRAME
                + pod.namespace().length()
                + pod.name().length()
                + pod.node().length()
                + pod.workloadKind().length()
                + pod.workloadName().length();
        for (var dimension : pod.dimensions().entrySet()) {
            size += dimension.getKey().length() + 3 * dimension.getValue().length() + 8;
        }
        for (var container : pod.containers()) {
            size += CONTAINER_FRAME
                    + container.id().length()
                    + container.name().length()
                    + container.image().length();
        }
        return size;
    }
}

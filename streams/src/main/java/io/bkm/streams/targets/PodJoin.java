package io.bkm.streams.targets;

import java.util.List;

/**
 * What the samples of a target are told of pods (specs/bkmonitor-operator.md 3.7, 7.2): where the original fetches rules, one
 * for each pod and label, this says what to look up.
 *
 * @param node whose pods a sample's {@code namespace} and {@code pod_name} are looked up in for their workload; "" for
 *     samples that get none
 * @param onlyPod the only pod that counts for it, "" for all
 * @param containers whether a sample's {@code container_id} says which pod and container it is of; a sample without a
 *     container is dropped then
 * @param labels of a pod on any node that its samples get: {@code NAME}, or {@code ({PATH})NAME} for a place in its JSON
 * @param annotations likewise
 */
public record PodJoin(String node, String onlyPod, boolean containers, List<String> labels, List<String> annotations) {

    public PodJoin {
        labels = List.copyOf(labels);
        annotations = List.copyOf(annotations);
    }

    /** Whether pods of all nodes are looked up. */
    public boolean everywhere() {
        return !labels.isEmpty() || !annotations.isEmpty();
    }
}

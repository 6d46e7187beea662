package io.bkm.streams.joins;

import java.util.List;
import java.util.Map;

/**
 * What samples of a pod may be told of it.
 *
 * @param node "" before it has one
 * @param workloadKind of the topmost owner that is there; {@code Pod} where there is none, which is then the pod itself
 * @param dimensions values of labels and annotations by what asks for them, see {@link #ofLabel} and {@link #ofAnnotation}
 * @param containers those that have an id
 */
public record PodFacts(
        String namespace,
        String name,
        String node,
        String workloadKind,
        String workloadName,
        Map<String, String> dimensions,
        List<Container> containers) {

    /**
     * @param id as the kubelet writes it: {@code containerd://…}
     * @param image its id
     */
    public record Container(String id, String name, String image) {}

    public PodFacts {
        dimensions = Map.copyOf(dimensions);
        containers = List.copyOf(containers);
    }

    /** Where {@link #dimensions} has the value of a label that is asked for so. */
    public static String ofLabel(String asked) {
        return "l:" + asked;
    }

    public static String ofAnnotation(String asked) {
        return "a:" + asked;
    }
}

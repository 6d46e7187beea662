package io.bkm.actors.discovery.kubernetes;

import io.bkm.streams.labels.Labels;
import java.util.List;

/**
 * The targets that one object gives. What they have in common stands in {@code labels} once.
 *
 * @param source names the object: {@code pod/namespace/name}
 * @param targets the labels of each target; where both name a label, the target's wins
 */
public record TargetGroup(String source, Labels labels, List<Labels> targets) {

    public TargetGroup {
        targets = List.copyOf(targets);
    }

    /** All labels of a target, before relabeling. */
    public Labels discovered(int target) {
        return labels.with(targets.get(target));
    }

    /**
     * The Kubernetes node that a target is on, "" where that is not known.
     *
     * @param discovered all labels of the target, before relabeling
     */
    public static String nodeOf(Labels discovered) {
        for (var label : MetaLabels.NODE_NAMES) {
            if (discovered.has(label)) {
                return discovered.get(label);
            }
        }
        if (discovered.get(MetaLabels.ENDPOINTSLICE_TARGET_KIND).equals("Node")) {
            return discovered.get(MetaLabels.ENDPOINTSLICE_TARGET_NAME);
        }
        if (discovered.get(MetaLabels.ENDPOINT_TARGET_KIND).equals("Node")) {
            return discovered.get(MetaLabels.ENDPOINT_TARGET_NAME);
        }
        return discovered.get(MetaLabels.NODE_NAME);
    }
}

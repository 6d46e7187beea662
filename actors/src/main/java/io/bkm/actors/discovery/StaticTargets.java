package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.streams.labels.Labels;
import java.util.List;
import java.util.Map;

/** Targets that are written out. */
final class StaticTargets {

    private StaticTargets() {}

    /** @param index tells the groups of one monitor apart */
    static TargetGroup group(int index, List<String> targets, Map<String, String> labels) {
        return new TargetGroup(
                Integer.toString(index),
                Labels.of(labels),
                targets.stream().map(target -> Labels.of("__address__", target)).toList());
    }
}

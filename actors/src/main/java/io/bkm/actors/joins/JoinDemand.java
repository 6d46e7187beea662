package io.bkm.actors.joins;

import io.bkm.actors.discovery.Expanded;
import io.bkm.streams.targets.PodJoin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the targets of a moment ask of pods, all together: nothing else of a pod is kept for them.
 *
 * @param any whether any target asks for anything
 */
record JoinDemand(boolean any, boolean containers, List<String> labels, List<String> annotations) {

    static final JoinDemand NONE = new JoinDemand(false, false, List.of(), List.of());

    static JoinDemand of(Expanded expanded) {
        // Targets of a monitor's endpoint on one node ask for the same.
        Set<PodJoin> joins = new HashSet<>();
        expanded.targets().forEach(found -> {
            var route = found.target().gse();
            if (route != null && route.join() != null) {
                joins.add(route.join());
            }
        });
        if (joins.isEmpty()) {
            return NONE;
        }
        var labels = new TreeSet<String>();
        var annotations = new TreeSet<String>();
        joins.forEach(join -> {
            labels.addAll(join.labels());
            annotations.addAll(join.annotations());
        });
        boolean containers = joins.stream().anyMatch(PodJoin::containers);
        return new JoinDemand(true, containers, List.copyOf(labels), List.copyOf(annotations));
    }
}

package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.actors.sd.FoundGroup;
import java.util.IdentityHashMap;
import java.util.List;

/** Groups from outside of Kubernetes, each made once for as long as it is found: the targets of a group hang on its instance. */
final class OutsideGroups {

    private IdentityHashMap<FoundGroup, TargetGroup> known = new IdentityHashMap<>();
    private IdentityHashMap<FoundGroup, TargetGroup> used = new IdentityHashMap<>();

    void begin() {
        used = new IdentityHashMap<>();
    }

    List<TargetGroup> groups(List<FoundGroup> found) {
        return found.stream()
                .map(group -> used.computeIfAbsent(group, _ -> {
                    var before = known.get(group);
                    return before != null ? before : new TargetGroup(group.source(), group.labels(), group.targets());
                }))
                .toList();
    }

    /** Forgets those that were not asked for since {@link #begin}. */
    void end() {
        known = used;
    }
}

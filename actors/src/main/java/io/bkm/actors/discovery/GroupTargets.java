package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.streams.targets.Populated;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job makes of one group. Depends on nothing else, so it is kept as long as both stay.
 *
 * @param namespace of the object that gave the group, {@code -} where there is none
 * @param dropped by relabeling or by the monitor's selectors
 * @param refused the reasons of targets whose labels came out wrong
 */
record GroupTargets(String namespace, List<Found> found, int dropped, List<String> refused) {

    /** @param node that the target is on, "" where that is not known */
    record Found(Populated.Kept kept, String node) {}

    GroupTargets {
        found = List.copyOf(found);
        refused = List.copyOf(refused);
    }

    static GroupTargets of(ScrapeJob job, ScrapeJob.Search search, TargetGroup group) {
        var found = new ArrayList<Found>();
        var refused = new ArrayList<String>();
        int dropped = 0;
        for (int i = 0; i < group.targets().size(); i++) {
            var discovered = group.discovered(i);
            if (!job.annotations().selects(discovered)) {
                dropped++;
                continue;
            }
            switch (search.labels().populate(discovered)) {
                case Populated.Kept kept -> found.add(new Found(kept, TargetGroup.nodeOf(discovered)));
                case Populated.Dropped _ -> dropped++;
                case Populated.Refused refusal -> refused.add(refusal.reason());
            }
        }
        return new GroupTargets(namespace(search.source(), group), found, dropped, refused);
    }

    /** Of {@code pod/namespace/name}; the sources of other discoveries are paths and URLs. */
    private static String namespace(ScrapeJob.Source of, TargetGroup group) {
        if (of instanceof ScrapeJob.Source.Outside) {
            return "-";
        }
        var parts = group.source().split("/", -1);
        return parts.length == 3 && !parts[1].isEmpty() ? parts[1] : "-";
    }
}

package io.bkm.actors.operator;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An endpoint with all targets that monitors make at it: the unit that is scraped and that moves.
 *
 * @param targets sorted, exact duplicates once
 */
record EndpointGroup(EndpointId id, Endpoint endpoint, List<Target> targets, Placement placement) {

    /** A node's own member is the better owner; of two nodes, which is an error of somebody's labels, the first. */
    private static final Comparator<Placement> PREFERENCE = Comparator.<Placement>comparingInt(
                    placement -> switch (placement) {
                        case Placement.OnNode _ -> 0;
                        case Placement.Spread _ -> 1;
                    })
            .thenComparing(EndpointGroup::node);

    private static final Comparator<Target> ORDER =
            Comparator.comparing(Target::labels).thenComparing(Target::pool).thenComparingLong(EndpointGroup::dataId);

    EndpointGroup {
        targets = List.copyOf(targets);
    }

    /** By endpoint id, so that equal targets in any order are equal groups. */
    static SortedMap<String, EndpointGroup> group(List<DiscoveredTarget> targets) {
        var byEndpoint = new TreeMap<String, List<DiscoveredTarget>>();
        for (var target : targets) {
            byEndpoint
                    .computeIfAbsent(target.endpoint().id().value(), _ -> new ArrayList<>())
                    .add(target);
        }
        var groups = new TreeMap<String, EndpointGroup>();
        byEndpoint.forEach((id, found) -> groups.put(id, of(new EndpointId(id), found)));
        return groups;
    }

    private static EndpointGroup of(EndpointId id, List<DiscoveredTarget> found) {
        var targets = found.stream()
                .map(DiscoveredTarget::target)
                .distinct()
                .sorted(ORDER)
                .toList();
        var placement =
                found.stream().map(DiscoveredTarget::placement).min(PREFERENCE).orElseThrow();
        return new EndpointGroup(id, found.getFirst().endpoint(), targets, placement);
    }

    private static String node(Placement placement) {
        return switch (placement) {
            case Placement.OnNode(var node) -> node;
            case Placement.Spread(var node) -> node;
        };
    }

    private static long dataId(Target target) {
        return target.gse() == null ? 0 : target.gse().dataId();
    }
}

package io.bkm.actors.operator;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.util.Comparator;
import java.util.List;

/**
 * An endpoint with all targets that monitors make at it: the unit that is scraped and that moves.
 *
 * @param assigned as it is assigned while it neither moves nor is displaced; targets sorted, exact duplicates once
 */
record EndpointGroup(AssignedEndpoint assigned, Placement placement) {

    /** A node's own member is the better owner; of two nodes, which is an error of somebody's labels, the first. */
    private static final Comparator<Placement> PREFERENCE = Comparator.<Placement>comparingInt(
                    placement -> switch (placement) {
                        case Placement.OnNode _ -> 0;
                        case Placement.Spread _ -> 1;
                    })
            .thenComparing(EndpointGroup::node);

    private static final Comparator<Target> ORDER =
            Comparator.comparing(Target::labels).thenComparing(Target::pool).thenComparingLong(EndpointGroup::dataId);

    /** @param found all at one endpoint, in any order */
    static EndpointGroup of(EndpointId id, List<DiscoveredTarget> found) {
        var targets = found.stream()
                .map(DiscoveredTarget::target)
                .distinct()
                .sorted(ORDER)
                .toList();
        var placement =
                found.stream().map(DiscoveredTarget::placement).min(PREFERENCE).orElseThrow();
        return new EndpointGroup(new AssignedEndpoint(id, found.getFirst().endpoint(), targets, 0, 0, ""), placement);
    }

    EndpointId id() {
        return assigned.id();
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

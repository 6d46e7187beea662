package io.bkm.actors.operator;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.resources.Resources;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a snapshot came to.
 *
 * @param groups by endpoint id
 */
record Expansion(Expanded expanded, Map<String, EndpointGroup> groups, Resources resources) {

    /**
     * Takes long for many resources: not for an actor's thread.
     *
     * @param grouping what the expansion before left there makes this one cheaper
     */
    static Expansion of(Resources resources, Function<Resources, Expanded> expand, EndpointGroups grouping) {
        var expanded = expand.apply(resources);
        return new Expansion(expanded, grouping.of(expanded.targets()), resources);
    }

    /** The nodes that endpoints ask for. */
    Set<String> nodes() {
        var nodes = new HashSet<String>();
        for (var group : groups.values()) {
            if (group.placement() instanceof Placement.OnNode(var node)) {
                nodes.add(node);
            }
        }
        return nodes;
    }
}

package io.bkm.actors.discovery;

import io.bkm.actors.placement.Placement;
import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What placement wants to know of the Kubernetes nodes, and nothing else of them: equal for two snapshots between which
 * only the nodes' status changed.
 *
 * @param names those that may have a member of ours
 * @param spread those whose targets are not left to such a member
 * @param byAddress names by an address of the node
 */
record KubeNodes(Set<String> names, Set<String> spread, Map<String, String> byAddress) {

    static KubeNodes of(Resources resources, Map<String, String> spreadLabels) {
        var names = new HashSet<String>();
        var spread = new HashSet<String>();
        var byAddress = new HashMap<String, String>();
        for (var node : resources.nodes()) {
            var name = node.getMetadata().getName();
            names.add(name);
            if (hasAll(node, spreadLabels)) {
                spread.add(name);
            }
            if (node.getStatus() != null && node.getStatus().getAddresses() != null) {
                node.getStatus().getAddresses().forEach(address -> byAddress.putIfAbsent(address.getAddress(), name));
            }
        }
        return new KubeNodes(Set.copyOf(names), Set.copyOf(spread), Map.copyOf(byAddress));
    }

    private static boolean hasAll(Node node, Map<String, String> labels) {
        var have = node.getMetadata().getLabels();
        return !labels.isEmpty() && have != null && have.entrySet().containsAll(labels.entrySet());
    }

    /**
     * Who scrapes a target.
     *
     * @param node as discovery says it, "" where it does not
     * @param spreadMonitor whether the target's monitor is to be spread
     */
    Placement place(String node, boolean spreadMonitor) {
        var name = known(node);
        return name.isEmpty() || spreadMonitor || spread.contains(name)
                ? new Placement.Spread(name)
                : new Placement.OnNode(name);
    }

    /** Some endpoints name a node by its address, with dashes where the dots are. */
    private String known(String node) {
        return names.contains(node) ? node : byAddress.getOrDefault(node.replace('-', '.'), "");
    }
}

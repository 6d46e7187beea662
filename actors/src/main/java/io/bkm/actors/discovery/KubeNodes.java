package io.bkm.actors.discovery;

import io.bkm.actors.placement.Placement;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What placement wants to know of the Kubernetes nodes, and nothing else of them: equal for two snapshots between which
 * only the nodes' status changed.
 *
 * @param names those that may have a member of ours
 * @param spread those whose targets are not left to such a member
 * @param byAddress names by an address of the node
 * @param labels of each node that has some
 */
record KubeNodes(
        Set<String> names, Set<String> spread, Map<String, String> byAddress, Map<String, Map<String, String>> labels) {

    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^a-zA-Z0-9_]+");

    static KubeNodes of(Resources resources, Map<String, String> spreadLabels) {
        var names = new HashSet<String>();
        var spread = new HashSet<String>();
        var byAddress = new HashMap<String, String>();
        var labels = new HashMap<String, Map<String, String>>();
        for (var node : resources.nodes()) {
            var name = node.getMetadata().getName();
            names.add(name);
            if (node.getMetadata().getLabels() != null) {
                labels.put(name, Map.copyOf(node.getMetadata().getLabels()));
            }
            if (hasAll(node, spreadLabels)) {
                spread.add(name);
            }
            if (node.getStatus() != null && node.getStatus().getAddresses() != null) {
                node.getStatus().getAddresses().forEach(address -> byAddress.putIfAbsent(address.getAddress(), name));
            }
        }
        return new KubeNodes(Set.copyOf(names), Set.copyOf(spread), Map.copyOf(byAddress), Map.copyOf(labels));
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

    /**
     * The name of a target's node and those of the node's labels that the monitor asks for.
     *
     * @param target labels of the target, which stay as they are
     */
    Labels joined(JoinRequest request, String node, Labels target) {
        var name = known(node);
        if (!request.asksForNode() || name.isEmpty()) {
            return Labels.EMPTY;
        }
        var joined = new Labels.Builder().set("node", name);
        if (request.labels().kind().equals("Node")) {
            for (var label : request.labels().labels()) {
                var value = labels.getOrDefault(name, Map.of()).get(label);
                var dimension = dimension(label);
                if (value != null && !target.has(dimension) && !joined.has(dimension)) {
                    joined.set(dimension, value);
                }
            }
        }
        return joined.build();
    }

    /** How a node's label is called on a sample. */
    static String dimension(String label) {
        return NOT_OF_A_NAME.matcher(label).replaceAll("_");
    }

    /** Some endpoints name a node by its address, with dashes where the dots are. */
    private String known(String node) {
        return names.contains(node) ? node : byAddress.getOrDefault(node.replace('-', '.'), "");
    }
}

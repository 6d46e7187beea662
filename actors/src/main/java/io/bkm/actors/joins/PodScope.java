package io.bkm.actors.joins;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which pods a member wants to know.
 *
 * @param everywhere those of all nodes
 * @param nodes otherwise, those of these
 */
record PodScope(boolean everywhere, Set<String> nodes) {

    static final PodScope NOTHING = new PodScope(false, Set.of());
    static final PodScope ALL = new PodScope(true, Set.of());

    PodScope {
        nodes = everywhere ? Set.of() : Set.copyOf(nodes);
    }

    static PodScope ofNodes(Set<String> nodes) {
        return new PodScope(false, nodes);
    }

    boolean has(String node) {
        return everywhere || nodes.contains(node);
    }

    boolean covers(PodScope other) {
        return everywhere || (!other.everywhere && nodes.containsAll(other.nodes));
    }

    boolean isEmpty() {
        return !everywhere && nodes.isEmpty();
    }

    @Override
    public String toString() {
        return everywhere ? "all nodes" : new TreeSet<>(nodes).toString();
    }
}

package io.bkm.actors.operator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which nodes have a daemonset member that is up, and since when the others have none. A node whose member only
 * restarts keeps its endpoints; one that stays away longer than the grace loses them to the spread shards.
 */
final class NodePresence {

    private final PlacementSettings settings;
    private final Map<String, Long> absentSince = new HashMap<>();
    private Set<String> up = Set.of();

    NodePresence(PlacementSettings settings) {
        this.settings = settings;
    }

    /** Whether anything is different. */
    boolean update(Set<String> nodesUp, long now) {
        if (nodesUp.equals(up)) {
            return false;
        }
        for (var gone : up) {
            if (!nodesUp.contains(gone)) {
                absentSince.put(gone, now);
            }
        }
        up = Set.copyOf(nodesUp);
        absentSince.keySet().removeAll(up);
        return true;
    }

    boolean isUp(String node) {
        return up.contains(node);
    }

    Set<String> up() {
        return up;
    }

    /** Whether the node's endpoints go elsewhere. A node that was never seen is absent from now on. */
    boolean isDisplaced(String node, long now) {
        if (up.contains(node) || settings.absentNode() == PlacementSettings.AbsentNode.WAIT) {
            return false;
        }
        return now - absentSince.computeIfAbsent(node, _ -> now) >= graceMillis();
    }

    /**
     * An operator before this one had waited long enough for these nodes already. Whether that is news.
     */
    boolean displace(Set<String> nodes, long now) {
        if (settings.absentNode() == PlacementSettings.AbsentNode.WAIT) {
            return false;
        }
        boolean news = false;
        for (var node : nodes) {
            if (!up.contains(node) && !isDisplaced(node, now)) {
                absentSince.put(node, now - graceMillis());
                news = true;
            }
        }
        return news;
    }

    /** When, first after that time, the grace of a node ends. Unix milliseconds. */
    OptionalLong nextDeadline(long after) {
        return settings.absentNode() == PlacementSettings.AbsentNode.WAIT
                ? OptionalLong.empty()
                : absentSince.values().stream()
                        .mapToLong(since -> since + graceMillis())
                        .filter(end -> end > after)
                        .min();
    }

    /** Forgets absent nodes that no endpoint asks for. */
    void retain(Set<String> nodes) {
        var unknown = new HashSet<>(absentSince.keySet());
        unknown.removeAll(nodes);
        absentSince.keySet().removeAll(unknown);
    }

    private long graceMillis() {
        return settings.absentGrace().toMillis();
    }
}

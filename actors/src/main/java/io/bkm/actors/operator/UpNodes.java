package io.bkm.actors.operator;

import io.bkm.actors.placement.Roles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/** The nodes that have a daemonset member that is up, from the events of the cluster. */
final class UpNodes {

    private final Map<UniqueAddress, Set<String>> nodesOfMembers = new HashMap<>();

    /** @return the nodes after the change */
    Set<String> changed(Member member) {
        if (member.status().equals(MemberStatus.up())) {
            nodesOfMembers.put(member.uniqueAddress(), nodesOf(member));
        } else {
            nodesOfMembers.remove(member.uniqueAddress());
        }
        var up = new HashSet<String>();
        nodesOfMembers.values().forEach(up::addAll);
        return up;
    }

    private static Set<String> nodesOf(Member member) {
        var nodes = new HashSet<String>();
        for (var role : member.getRoles()) {
            if (Roles.isNode(role)) {
                nodes.add(Roles.nodeOf(role));
            }
        }
        return nodes;
    }
}

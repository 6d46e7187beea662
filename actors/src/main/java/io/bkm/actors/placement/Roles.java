package io.bkm.actors.placement;

/** Cluster roles: what a member may host. A member may have several. */
public final class Roles {

    /** May run the operator singleton. */
    public static final String OPERATOR = "operator";

    /** Scrapes the endpoints of its own node; has {@link #node} of it as well. */
    public static final String DAEMONSET = "daemonset";

    /** Scrapes what no node owns; the cluster's quorum. */
    public static final String STATEFULSET = "statefulset";

    /** Sends Kubernetes events. */
    public static final String EVENT = "event";

    /** The rest of the role is the name of the member's node. */
    static final String NODE_PREFIX = "node:";

    private Roles() {}

    public static String node(String name) {
        return NODE_PREFIX + name;
    }

    public static boolean isNode(String role) {
        return role.startsWith(NODE_PREFIX);
    }

    /** The node that a role of {@link #node} names. */
    public static String nodeOf(String role) {
        return role.substring(NODE_PREFIX.length());
    }
}

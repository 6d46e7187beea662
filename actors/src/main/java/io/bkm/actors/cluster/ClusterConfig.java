package io.bkm.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.placement.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The configuration of a member's actor system. */
public final class ClusterConfig {

    /** Every member's actor system has this name: it is part of the members' addresses. */
    public static final String SYSTEM = "bkm";

    /**
     * Who a member is.
     *
     * @param roles of {@link Roles}
     * @param node its Kubernetes node, "" when it has none; a daemonset member needs one
     * @param host where the other members reach it
     * @param port of its remoting; 0 for any that is free
     * @param seedNodes {@code host:port} of members to join; empty when something else, as a bootstrap, finds them
     */
    public record Identity(Set<String> roles, String node, String host, int port, List<String> seedNodes) {

        public Identity {
            roles = Set.copyOf(roles);
            seedNodes = List.copyOf(seedNodes);
            if (roles.contains(Roles.DAEMONSET) && node.isEmpty()) {
                throw new IllegalArgumentException(
                        "node: \"\" (expected: the name of its node, as the member has role " + Roles.DAEMONSET + ")");
            }
        }

        /** The roles as the cluster sees them: with that of the node. */
        public Set<String> clusterRoles() {
            var all = new TreeSet<>(roles);
            if (roles.contains(Roles.DAEMONSET)) {
                all.add(Roles.node(node));
            }
            return all;
        }
    }

    private ClusterConfig() {}

    /**
     * The whole configuration, the first of these wins: system properties, who the member is, {@code settings},
     * {@code bkm-cluster.conf}, every {@code reference.conf}.
     *
     * @param settings the user's, as of {@link ConfigFactory#defaultApplication}
     */
    public static Config of(Identity identity, Config settings) {
        var seeds = new ArrayList<String>();
        identity.seedNodes().forEach(seed -> seeds.add("pekko://" + SYSTEM + "@" + seed));
        var member = ConfigFactory.parseMap(Map.of(
                "pekko.cluster.roles", List.copyOf(identity.clusterRoles()),
                "pekko.cluster.seed-nodes", seeds,
                "pekko.remote.artery.canonical.hostname", identity.host(),
                "pekko.remote.artery.canonical.port", identity.port()));
        return ConfigFactory.defaultOverrides()
                .withFallback(member)
                .withFallback(settings)
                .withFallback(ConfigFactory.parseResources("bkm-cluster.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}

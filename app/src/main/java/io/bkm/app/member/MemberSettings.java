package io.bkm.app.member;

import com.typesafe.config.Config;
import io.bkm.actors.cluster.ClusterConfig.Identity;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The {@code bkm.member} section. What each key means, and its default: see reference.conf. */
public record MemberSettings(
        Set<String> roles,
        String node,
        String host,
        int port,
        int managementPort,
        Discovery discovery,
        List<String> contactPoints,
        String contactPointSelector,
        String contactPointNamespace,
        int requiredContactPoints,
        Duration rejoinPause,
        String httpHost,
        int httpPort,
        int httpMaxTargets,
        Source source,
        List<String> manifests) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.member");

    /** Who knows the contact points. */
    public enum Discovery {
        CONFIG,
        KUBERNETES
    }

    /** Where the operator's resources come from. */
    public enum Source {
        MANIFESTS,
        KUBERNETES
    }

    private static final Set<String> KNOWN_ROLES = Set.of("operator", "daemonset", "statefulset", "event");

    public MemberSettings {
        roles = Set.copyOf(roles);
        contactPoints = List.copyOf(contactPoints);
        manifests = List.copyOf(manifests);
        for (var role : roles) {
            SECTION.expect(KNOWN_ROLES.contains(role), "roles", role, "of operator, daemonset, statefulset, event");
        }
        SECTION.expect(!roles.isEmpty(), "roles", "[]", "at least one role");
        SECTION.expect(
                !roles.contains("daemonset") || !node.isEmpty(),
                "node",
                "\"\"",
                "the node's name, for a daemonset member");
        SECTION.expect(
                discovery == Discovery.KUBERNETES || !contactPoints.isEmpty(),
                "contact-points",
                "[]",
                "host:port of at least one member's management");
        for (var point : contactPoints) {
            SECTION.expect(point.matches(".+:\\d{1,5}"), "contact-points", point, "host:port");
        }
        SECTION.expect(
                discovery == Discovery.CONFIG || !contactPointSelector.isBlank(),
                "contact-point-selector",
                "\"\"",
                "labels of the statefulset pods, as a=b,c=d");
        SECTION.expect(requiredContactPoints > 0, "required-contact-points", requiredContactPoints, "> 0");
        SECTION.notNegative("rejoin-pause", rejoinPause);
        SECTION.expect(httpMaxTargets > 0, "http-max-targets", httpMaxTargets, "> 0");
        SECTION.expect(
                !roles.contains("operator") || source == Source.KUBERNETES || !manifests.isEmpty(),
                "manifests",
                "[]",
                "a folder, for an operator member");
    }

    /** Reads the {@code bkm.member} section. */
    public static MemberSettings from(Config root) {
        var config = root.getConfig("bkm.member");
        return new MemberSettings(
                Set.copyOf(config.getStringList("roles")),
                config.getString("node"),
                config.getString("host"),
                config.getInt("port"),
                config.getInt("management-port"),
                discovery(config.getString("discovery")),
                config.getStringList("contact-points"),
                config.getString("contact-point-selector"),
                config.getString("contact-point-namespace"),
                config.getInt("required-contact-points"),
                config.getDuration("rejoin-pause"),
                config.getString("http-host"),
                config.getInt("http-port"),
                config.getInt("http-max-targets"),
                source(config.getString("source")),
                config.getStringList("manifests"));
    }

    private static Discovery discovery(String name) {
        return switch (name) {
            case "config" -> Discovery.CONFIG;
            case "kubernetes" -> Discovery.KUBERNETES;
            default -> throw SECTION.wrong("discovery", name, "config or kubernetes");
        };
    }

    private static Source source(String name) {
        return switch (name) {
            case "manifests" -> Source.MANIFESTS;
            case "kubernetes" -> Source.KUBERNETES;
            default -> throw SECTION.wrong("source", name, "manifests or kubernetes");
        };
    }

    /** Who the member is in the cluster. The bootstrap finds the others. */
    Identity identity() {
        return new Identity(roles, node, host, port, List.of());
    }
}

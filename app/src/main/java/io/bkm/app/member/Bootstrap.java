package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How members find each other: Pekko's cluster bootstrap asks the contact points over HTTP and forms a cluster once there
 * is none to join. The points come from the settings, or are pods that the Kubernetes API tells of.
 */
final class Bootstrap {

    private static final String BOOTSTRAP = "pekko.management.cluster.bootstrap.";
    private static final String DISCOVERY = BOOTSTRAP + "contact-point-discovery.";

    private Bootstrap() {}

    static Config config(MemberSettings settings) {
        var points = switch (settings.discovery()) {
            case CONFIG -> fromSettings(settings);
            case KUBERNETES -> fromKubernetes(settings);
        };
        return ConfigFactory.parseMap(points)
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "pekko.management.http.hostname",
                        settings.host(),
                        "pekko.management.http.port",
                        settings.managementPort(),
                        DISCOVERY + "service-name",
                        "bkm",
                        DISCOVERY + "required-contact-point-nr",
                        settings.requiredContactPoints())));
    }

    private static Map<String, Object> fromSettings(MemberSettings settings) {
        var endpoints = new ArrayList<Map<String, Object>>();
        for (var point : settings.contactPoints()) {
            int colon = point.lastIndexOf(':');
            endpoints.add(
                    Map.of("host", point.substring(0, colon), "port", Integer.parseInt(point.substring(colon + 1))));
        }
        return Map.of(
                DISCOVERY + "discovery-method",
                "config",
                "pekko.discovery.config.services.bkm.endpoints",
                List.copyOf(endpoints));
    }

    /** The pods' ports are not asked for: all members have the same one. */
    private static Map<String, Object> fromKubernetes(MemberSettings settings) {
        var kubernetes = "pekko.discovery.kubernetes-api.";
        var namespace = settings.contactPointNamespace();
        return Map.of(
                DISCOVERY + "discovery-method",
                "kubernetes-api",
                DISCOVERY + "port-name",
                "",
                BOOTSTRAP + "contact-point.fallback-port",
                settings.managementPort(),
                kubernetes + "use-raw-ip",
                true,
                kubernetes + "pod-label-selector",
                settings.contactPointSelector(),
                kubernetes + "pod-namespace",
                namespace.isEmpty() ? "<pod-namespace>" : namespace);
    }
}

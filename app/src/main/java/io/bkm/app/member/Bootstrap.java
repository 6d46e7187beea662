package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How members find each other: Pekko's cluster bootstrap asks the contact points over HTTP and forms a cluster once there
 * is none to join. The points come from the settings.
 */
final class Bootstrap {

    private Bootstrap() {}

    static Config config(MemberSettings settings) {
        var endpoints = new ArrayList<Map<String, Object>>();
        for (var point : settings.contactPoints()) {
            int colon = point.lastIndexOf(':');
            endpoints.add(
                    Map.of("host", point.substring(0, colon), "port", Integer.parseInt(point.substring(colon + 1))));
        }
        var discovery = "pekko.management.cluster.bootstrap.contact-point-discovery.";
        return ConfigFactory.parseMap(Map.of(
                "pekko.discovery.config.services.bkm.endpoints",
                List.copyOf(endpoints),
                "pekko.management.http.hostname",
                settings.host(),
                "pekko.management.http.port",
                settings.managementPort(),
                discovery + "service-name",
                "bkm",
                discovery + "discovery-method",
                "config",
                discovery + "required-contact-point-nr",
                settings.requiredContactPoints()));
    }
}

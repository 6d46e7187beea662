package io.bkm.actors.discovery;

import io.bkm.actors.discovery.ScrapeJob.Source;
import java.util.Locale;

/** The keys that bkmonitor-operator shares discoveries by (specs/bkmonitor-operator.md 3.1). */
final class SharedDiscovery {

    private SharedDiscovery() {}

    /** Of a scrape config's discovery; "" for monitors and for targets that are written out. */
    static String key(ScrapeJob job) {
        if (job.monitor().isResource() || job.searches().isEmpty()) {
            return "";
        }
        return switch (job.searches().getFirst().source()) {
            case Source.Kubernetes kubernetes -> key(kubernetes);
            case Source.Outside _ -> job.monitor().kind().toLowerCase(Locale.ROOT) + ":" + job.pool();
            case Source.EndpointsWithoutSlices _, Source.Static _ -> "";
        };
    }

    private static String key(Source.Kubernetes kubernetes) {
        return kubernetes.role().text() + ":"
                + String.join("/", kubernetes.scope().names());
    }
}

package io.bkm.actors.endpoints;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.Target;
import io.bkm.streams.targets.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Endpoints and targets to test with. */
public final class Samples {

    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private Samples() {}

    public static Endpoint endpoint(int number) {
        return Endpoint.of("http://10.0.0." + number + ":9100/metrics", INTERVAL, INTERVAL);
    }

    public static Target target(String job, int number) {
        return new Target(
                "serviceMonitor/shop/" + job + "/0",
                Labels.of("job", job, "instance", "10.0.0." + number + ":9100", "namespace", "shop"),
                false,
                true,
                false,
                List.of(new RelabelRule(List.of("__name__"), ";", "go_.*", 0, "", "$1", RelabelRule.Action.DROP)),
                Limits.NONE,
                null,
                new GseRoute(1001, Labels.of("bk_biz", "2"), 77, false, Map.of("a", "b", "c", "d"), Map.of()));
    }

    private static Target overLimit(Target target) {
        return new Target(
                target.pool(),
                target.labels(),
                true,
                false,
                true,
                target.metricRelabelings(),
                new Limits(1, 2, 3, 4, 5),
                "PrometheusText0.0.4",
                target.gse(),
                "target limit");
    }

    public static AssignedEndpoint assigned(int number) {
        return AssignedEndpoint.of(endpoint(number), List.of(target("cart", number)));
    }

    public static DiscoveredTarget discovered(int number, Placement placement) {
        return new DiscoveredTarget(
                endpoint(number), target("cart", number), placement, Labels.of("__address__", "10.0.0." + number));
    }

    /** With every field set. */
    public static AssignedEndpoint everything() {
        var tls = new TlsSettings("ca", "cert", "key", "name", true, "TLS12", "TLS13");
        var endpoint = new Endpoint(
                "https://10.0.0.1/metrics?a=b",
                Duration.ofMillis(1500),
                Duration.ofMillis(500),
                List.of("PrometheusText0.0.4"),
                false,
                false,
                new Credentials.OAuth2("http://token", "id", "secret", List.of("s"), Map.of("k", "v"), tls),
                tls,
                new ProxySettings("http://proxy", "no", true, Map.of("Authorization", "x")));
        return new AssignedEndpoint(
                endpoint.id(), endpoint, List.of(target("cart", 1), overLimit(target("shop", 1))), 5, 6, "node-a");
    }
}

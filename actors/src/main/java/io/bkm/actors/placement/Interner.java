package io.bkm.actors.placement;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes equal parts one object. Ten thousand endpoints of one monitor come off the wire with ten thousand copies of its
 * rules, limits and dimensions; this keeps one.
 */
final class Interner {

    private final Map<Object, Object> parts = new HashMap<>();

    List<AssignedEndpoint> shareParts(List<AssignedEndpoint> endpoints) {
        return endpoints.stream().map(this::assigned).toList();
    }

    private AssignedEndpoint assigned(AssignedEndpoint assigned) {
        return new AssignedEndpoint(
                assigned.id(),
                endpoint(assigned.endpoint()),
                assigned.targets().stream().map(this::target).toList(),
                assigned.notBefore(),
                assigned.until(),
                share(assigned.displacedFrom()));
    }

    private Endpoint endpoint(Endpoint endpoint) {
        return new Endpoint(
                endpoint.url(),
                share(endpoint.interval()),
                share(endpoint.timeout()),
                share(endpoint.acceptedFormats()),
                endpoint.followRedirects(),
                endpoint.compression(),
                shareIfAny(endpoint.credentials()),
                shareIfAny(endpoint.tls()),
                shareIfAny(endpoint.proxy()),
                endpoint.nameEscaping());
    }

    private Target target(Target target) {
        return new Target(
                share(target.pool()),
                labels(target.labels()),
                target.honorLabels(),
                target.honorTimestamps(),
                target.trackTimestampsStaleness(),
                share(target.metricRelabelings()),
                share(target.limits()),
                shareIfAny(target.fallbackFormat()),
                route(target.gse()),
                shareIfAny(target.forcedError()));
    }

    private @Nullable GseRoute route(@Nullable GseRoute route) {
        return route == null
                ? null
                : new GseRoute(
                        route.dataId(),
                        labels(route.dimensions()),
                        route.taskId(),
                        route.normalizeMetricName(),
                        share(route.metricReplace()),
                        share(route.dimensionReplace()),
                        shareIfAny(route.join()));
    }

    private Labels labels(Labels labels) {
        var pairs = new String[labels.size() * 2];
        for (int i = 0; i < labels.size(); i++) {
            pairs[2 * i] = share(labels.name(i));
            pairs[2 * i + 1] = share(labels.value(i));
        }
        return Labels.of(pairs);
    }

    private <T> @Nullable T shareIfAny(@Nullable T part) {
        return part == null ? null : share(part);
    }

    @SuppressWarnings("unchecked") // what is found is equal to part, and equal parts here are of one class
    private <T> T share(T part) {
        var known = parts.putIfAbsent(part, part);
        return known == null ? part : (T) known;
    }
}

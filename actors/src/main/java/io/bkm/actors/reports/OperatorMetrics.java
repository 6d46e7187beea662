package io.bkm.actors.reports;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.Origin;
import io.bkm.actors.mirror.TaskFile;
import io.bkm.actors.resources.Resources;
import io.bkm.crds.DataId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the original's operator counts of its resources, under its names (specs/bkmonitor-operator.md 7.4), in the text
 * format 0.0.4. What it counts of its own doings has no counterpart here.
 */
final class OperatorMetrics {

    private static final String PREFIX = "bkmonitor_operator_";

    private final StringBuilder text = new StringBuilder();

    private OperatorMetrics() {}

    /** @param dataIds those of our environment */
    static String of(
            Resources resources,
            Expanded expanded,
            List<DataId> dataIds,
            int sharedDiscoveries,
            Function<DiscoveredTarget, Optional<TaskFile>> files) {
        var metrics = new OperatorMetrics();
        var byNode = new TreeMap<String, Integer>();
        var byEndpoint = new TreeMap<String, Integer>();
        var intervals = new TreeMap<String, Double>();
        for (var found : expanded.targets()) {
            var origin = found.origin();
            if (origin != null) {
                files.apply(found).ifPresent(file -> {
                    byNode.merge(file.node(), 1, Integer::sum);
                    byEndpoint.merge(service(origin), 1, Integer::sum);
                    intervals.put(service(origin), found.endpoint().interval().toMillis() / 1e3);
                });
            }
        }
        metrics.family("dataid_info", "dataid information");
        dataIds.forEach(dataId -> metrics.sample("dataid_info", 1, labels(dataId)));
        metrics.all("discover_count", "discover count", "type", discoveries(expanded));
        metrics.all("monitor_endpoint_count", "monitor endpoint count", "name", byEndpoint);
        metrics.all("monitor_scrape_interval_seconds", "monitor scrape interval in seconds", "name", intervals);
        metrics.all("node_config_count", "node configs count", "node", byNode);
        metrics.all("resource_count", "resource count", "resource", counts(resources));
        metrics.family("shared_discovery_count", "shared discovery count");
        metrics.sample("shared_discovery_count", sharedDiscoveries, Map.of());
        return metrics.text.toString();
    }

    static String service(Origin origin) {
        return String.join(
                "/", origin.kind(), origin.namespace(), origin.name(), Integer.toString(origin.endpointIndex()));
    }

    private static Map<String, Integer> discoveries(Expanded expanded) {
        var counts = new TreeMap<String, Integer>();
        for (var pool : expanded.pools()) {
            if (pool.dataId() != null) {
                var type = switch (pool.kind()) {
                    case "ServiceMonitor" -> "endpointslice";
                    case "PodMonitor" -> "pod";
                    default -> pool.kind();
                };
                counts.merge(type, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Objects; the original counts namespaces for some kinds. */
    private static Map<String, Integer> counts(Resources resources) {
        var counts = new TreeMap<String, Integer>();
        counts.put("Endpoints", resources.endpoints().size());
        counts.put("EndpointSlice", resources.endpointSlices().size());
        counts.put("Ingress", resources.ingresses().size());
        counts.put("Node", resources.nodes().size());
        counts.put("Pod", resources.pods().size());
        counts.put("Service", resources.services().size());
        return counts;
    }

    private static Map<String, String> labels(DataId dataId) {
        var metadata = dataId.metadata().labels();
        var labels = new TreeMap<String, String>();
        labels.put("bk_env", metadata.getOrDefault("bk_env", ""));
        labels.put("common", metadata.getOrDefault("isCommon", ""));
        labels.put("id", Long.toString(dataId.spec().dataID()));
        labels.put("name", dataId.metadata().name());
        labels.put("system", metadata.getOrDefault("isSystem", ""));
        labels.put("usage", metadata.getOrDefault("usage", ""));
        return labels;
    }

    private void all(String name, String help, String label, Map<String, ? extends Number> values) {
        family(name, help);
        values.forEach((value, number) -> sample(name, number, Map.of(label, value)));
    }

    private void family(String name, String help) {
        text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help);
        text.append("\n# TYPE ").append(PREFIX).append(name).append(" gauge\n");
    }

    private void sample(String name, Number value, Map<String, String> labels) {
        text.append(PREFIX).append(name);
        char before = '{';
        for (var label : labels.entrySet()) {
            text.append(before).append(label.getKey()).append("=\"");
            text.append(RelationLines.escape(label.getValue())).append('"');
            before = ',';
        }
        double number = value.doubleValue();
        text.append(labels.isEmpty() ? " " : "} ");
        text.append(number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number))
                .append('\n');
    }
}

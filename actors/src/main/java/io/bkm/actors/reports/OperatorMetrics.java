package io.bkm.actors.reports;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.mirror.TaskFile;
import io.bkm.actors.resources.Resources;
import io.bkm.crds.DataId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the original's operator counts, under its names (specs/bkmonitor-operator.md 7.4), in the text format 0.0.4: what
 * there is now. What was done is in {@link OperatorEvents}. What is gone has no sample; the original sets it to 0.
 */
final class OperatorMetrics {

    static final String PREFIX = "bkmonitor_operator_";

    private final MetricsText text = new MetricsText();

    private OperatorMetrics() {}

    /** @param dataIds those of our environment */
    static String of(
            Resources resources,
            Expanded expanded,
            List<DataId> dataIds,
            Function<DiscoveredTarget, Optional<TaskFile>> files,
            ReportFacts facts) {
        var metrics = new OperatorMetrics();
        metrics.process(facts);
        metrics.dataIds(dataIds);
        metrics.targets(expanded, files);
        var shared = SharedDiscoveries.of(resources, expanded);
        metrics.all("discover_count", "discover count", "type", discoveries(expanded));
        metrics.all("discover_targets_count", "discover targets count", "name", shared);
        metrics.all("resource_count", "resource count", "resource", ResourceCounts.of(resources));
        metrics.gauge("shared_discovery_count", "shared discovery count").sample(shared.size());
        OperatorEvents.write(metrics.text, facts);
        return metrics.text.toString();
    }

    private void process(ReportFacts facts) {
        var build = facts.build();
        gauge("build_info", "build information of app")
                .sample(1, "build_time", build.buildTime(), "git_hash", build.gitHash(), "version", build.version());
        var version = facts.kubernetesVersion().get();
        if (!version.isEmpty()) {
            gauge("cluster_version", "kubernetes server version").sample(1, "version", version);
        }
        gauge("statefulset_workers", "statefulset workers count")
                .sample(facts.statefulsetMembers().getAsInt());
    }

    private void dataIds(List<DataId> dataIds) {
        gauge("dataid_info", "dataid information");
        for (var dataId : dataIds) {
            var labels = dataId.metadata().labels();
            text.sample(
                    1,
                    "bk_env",
                    labels.getOrDefault("bk_env", ""),
                    "common",
                    labels.getOrDefault("isCommon", ""),
                    "id",
                    Long.toString(dataId.spec().dataID()),
                    "name",
                    dataId.metadata().name(),
                    "system",
                    labels.getOrDefault("isSystem", ""),
                    "usage",
                    labels.getOrDefault("usage", ""));
        }
    }

    private void targets(Expanded expanded, Function<DiscoveredTarget, Optional<TaskFile>> files) {
        var byNode = new TreeMap<String, Integer>();
        var byEndpoint = new TreeMap<String, Integer>();
        var intervals = new TreeMap<String, Double>();
        for (var found : expanded.targets()) {
            var origin = found.origin();
            if (origin != null) {
                files.apply(found).ifPresent(file -> {
                    byNode.merge(file.node(), 1, Integer::sum);
                    byEndpoint.merge(origin.service(), 1, Integer::sum);
                    intervals.put(origin.service(), found.endpoint().interval().toMillis() / 1e3);
                });
            }
        }
        all("monitor_endpoint_count", "monitor endpoint count", "name", byEndpoint);
        all("monitor_scrape_interval_seconds", "monitor scrape interval in seconds", "name", intervals);
        all("node_config_count", "node configs count", "node", byNode);
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

    private MetricsText gauge(String name, String help) {
        return text.family(PREFIX + name, "gauge", help);
    }

    private void all(String name, String help, String label, Map<String, ? extends Number> values) {
        gauge(name, help);
        values.forEach((value, number) -> text.sample(number.doubleValue(), label, value));
    }
}

package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import io.bkm.actors.discovery.kubernetes.LabelSelector;
import io.bkm.crds.Monitor;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.Probe;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.ServiceMonitor;
import java.util.HashMap;
import java.util.Map;

/**
 * The {@code bkm.expansion.select} section: which monitors count, as a Prometheus resource says it with
 * {@code serviceMonitorSelector}, {@code serviceMonitorNamespaceSelector} and so on.
 */
public record MonitorSelectors(
        ByLabels serviceMonitors, ByLabels podMonitors, ByLabels probes, ByLabels scrapeConfigs) {

    /** What the API server labels every namespace with; here also those whose Namespace nobody showed us. */
    static final String NAME = "kubernetes.io/metadata.name";

    /**
     * What the labels of a monitor must be, and those of its namespace.
     */
    public record ByLabels(LabelSelector labels, LabelSelector namespaces) {

        static ByLabels from(Config select, String key) {
            return new ByLabels(selector(select, key + ".labels"), selector(select, key + ".namespaces"));
        }

        private static LabelSelector selector(Config select, String key) {
            var text = select.getString(key);
            try {
                return LabelSelector.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "bkm.expansion.select." + key + ": " + text + ": " + wrong.getMessage(), wrong);
            }
        }
    }

    static MonitorSelectors from(Config select) {
        return new MonitorSelectors(
                ByLabels.from(select, "service-monitors"),
                ByLabels.from(select, "pod-monitors"),
                ByLabels.from(select, "probes"),
                ByLabels.from(select, "scrape-configs"));
    }

    /** @param namespaces the labels of those that are known, by name */
    boolean select(Monitor monitor, Map<String, Map<String, String>> namespaces) {
        var selector = switch (monitor) {
            case ServiceMonitor _ -> serviceMonitors;
            case PodMonitor _ -> podMonitors;
            case Probe _ -> probes;
            case ScrapeConfig _ -> scrapeConfigs;
        };
        var namespace = monitor.metadata().namespace();
        return selector.labels().matches(monitor.metadata().labels())
                && selector.namespaces().matches(labels(namespace, namespaces));
    }

    /** Whether any monitor of that name would be selected, as its labels are not known. */
    boolean selectWithAnyLabels(MonitorId monitor, Map<String, Map<String, String>> namespaces) {
        var selector = switch (monitor.kind()) {
            case "ServiceMonitor" -> serviceMonitors;
            case "PodMonitor" -> podMonitors;
            case "Probe" -> probes;
            case "ScrapeConfig" -> scrapeConfigs;
            default -> throw new IllegalArgumentException(monitor.kind() + " (expected: the kind of a monitor)");
        };
        return selector.labels().requirements().isEmpty()
                && selector.namespaces().matches(labels(monitor.namespace(), namespaces));
    }

    private static Map<String, String> labels(String namespace, Map<String, Map<String, String>> namespaces) {
        var labels = new HashMap<>(namespaces.getOrDefault(namespace, Map.of()));
        labels.put(NAME, namespace);
        return labels;
    }
}

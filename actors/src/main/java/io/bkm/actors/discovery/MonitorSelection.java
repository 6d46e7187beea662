package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.bkm.crds.Monitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which of the monitors that there are count: the others are neither expanded, nor are their Secrets read. */
public final class MonitorSelection {

    private MonitorSelection() {}

    public static List<Monitor> counting(Resources resources, ExpansionSettings settings) {
        return counting(resources.monitors(), resources, settings);
    }

    /** @param monitors of these resources */
    static List<Monitor> counting(Stream<Monitor> monitors, Resources resources, ExpansionSettings settings) {
        var namespaces = labels(resources);
        return monitors.filter(monitor -> settings.allows(monitor.metadata().namespace()))
                .filter(monitor -> settings.select().select(monitor, namespaces))
                .filter(monitor -> !isIgnored(monitor, settings))
                .toList();
    }

    /** Of the namespaces that are known, by name. */
    static Map<String, Map<String, String>> labels(Resources resources) {
        var labels = new HashMap<String, Map<String, String>>();
        for (var namespace : resources.namespaces()) {
            var metadata = namespace.getMetadata();
            if (metadata.getLabels() != null) {
                labels.put(metadata.getName(), metadata.getLabels());
            }
        }
        return labels;
    }

    /** Whether a monitor counts that cannot be read, so that nobody knows its labels. */
    public static boolean countsUnread(MonitorId id, Resources resources, ExpansionSettings settings) {
        return settings.allows(id.namespace())
                && settings.select().selectWithAnyLabels(id, labels(resources))
                && !isIgnored(id, settings);
    }

    static boolean isIgnored(Monitor monitor, ExpansionSettings settings) {
        return isIgnored(MonitorId.of(monitor), settings);
    }

    private static boolean isIgnored(MonitorId id, ExpansionSettings settings) {
        return settings.ignoreMonitors().stream().anyMatch(rule -> rule.matches(id));
    }
}

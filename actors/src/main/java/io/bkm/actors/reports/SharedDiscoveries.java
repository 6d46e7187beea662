package io.bkm.actors.reports;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.resources.Resources;
import io.bkm.crds.Monitor;
import io.bkm.crds.NamespaceSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the original looks into once for all monitors that ask for it: a role and namespaces, as {@code pod:shop}. Only
 * monitors with a DataID count, as without one the original looks for nothing.
 */
final class SharedDiscoveries {

    private SharedDiscoveries() {}

    /** How many targets each has, before any relabeling. */
    static SortedMap<String, Integer> of(Resources resources, Expanded expanded) {
        var found = new HashMap<MonitorId, Integer>();
        for (var pool : expanded.pools()) {
            if (pool.dataId() != null) {
                found.merge(pool.id(), pool.targets() + pool.dropped(), Math::max);
            }
        }
        var targets = new TreeMap<String, Integer>();
        for (var pool : expanded.pools()) {
            if (pool.dataId() != null && !pool.discovery().isEmpty()) {
                targets.merge(pool.discovery(), pool.targets() + pool.dropped(), Math::max);
            }
        }
        for (var monitor : resources.serviceMonitors()) {
            add(targets, "endpointslice:" + scope(monitor, monitor.spec().namespaceSelector()), found, monitor);
        }
        for (var monitor : resources.podMonitors()) {
            add(targets, "pod:" + scope(monitor, monitor.spec().namespaceSelector()), found, monitor);
        }
        return targets;
    }

    private static void add(
            SortedMap<String, Integer> targets, String key, Map<MonitorId, Integer> found, Monitor monitor) {
        var number = found.get(MonitorId.of(monitor));
        if (number != null) {
            targets.merge(key, number, Math::max);
        }
    }

    private static String scope(Monitor monitor, @Nullable NamespaceSelector selector) {
        if (selector == null || (!selector.any() && selector.matchNames().isEmpty())) {
            return monitor.metadata().namespace();
        }
        return selector.any() ? "" : String.join("/", selector.matchNames());
    }
}

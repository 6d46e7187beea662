package io.bkm.actors.reports;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.resources.Resources;
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
        var found = new HashMap<String, Integer>();
        for (var pool : expanded.pools()) {
            if (pool.dataId() != null) {
                found.merge(
                        pool.kind() + "/" + pool.namespace() + "/" + pool.name(),
                        pool.targets() + pool.dropped(),
                        Math::max);
            }
        }
        var targets = new TreeMap<String, Integer>();
        for (var pool : expanded.pools()) {
            if (pool.dataId() != null && !pool.discovery().isEmpty()) {
                targets.merge(pool.discovery(), pool.targets() + pool.dropped(), Math::max);
            }
        }
        for (var monitor : resources.serviceMonitors()) {
            var metadata = monitor.metadata();
            add(
                    targets,
                    "endpointslice:" + scope(monitor.spec().namespaceSelector(), metadata.namespace()),
                    found,
                    "ServiceMonitor/" + metadata.namespace() + "/" + metadata.name());
        }
        for (var monitor : resources.podMonitors()) {
            var metadata = monitor.metadata();
            add(
                    targets,
                    "pod:" + scope(monitor.spec().namespaceSelector(), metadata.namespace()),
                    found,
                    "PodMonitor/" + metadata.namespace() + "/" + metadata.name());
        }
        return targets;
    }

    private static void add(
            SortedMap<String, Integer> targets, String key, Map<String, Integer> found, String monitor) {
        var number = found.get(monitor);
        if (number != null) {
            targets.merge(key, number, Math::max);
        }
    }

    private static String scope(@Nullable NamespaceSelector selector, String own) {
        if (selector == null || (!selector.any() && selector.matchNames().isEmpty())) {
            return own;
        }
        return selector.any() ? "" : String.join("/", selector.matchNames());
    }
}

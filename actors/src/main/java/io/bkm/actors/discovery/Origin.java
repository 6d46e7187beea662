package io.bkm.actors.discovery;

import java.util.Map;

/**
 * Where a target comes from. All targets that a monitor's endpoint makes of one object share it.
 *
 * @param kind {@code ServiceMonitor} and so on
 * @param system the platform's own monitor
 * @param antiAffinity the worker at the target's own address should not scrape it
 * @param objectNamespace of the object that gave the target, {@code -} where there is none
 * @param dataIdLabels dimensions that the DataID adds, and the monitor over them
 */
public record Origin(
        String kind,
        String namespace,
        String name,
        int endpointIndex,
        boolean system,
        boolean antiAffinity,
        JoinRequest join,
        AsWritten written,
        String objectNamespace,
        Map<String, String> dataIdLabels) {

    public Origin {
        dataIdLabels = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(dataIdLabels));
    }

    /** The monitor's endpoint as the original names it. */
    public String service() {
        return new MonitorId(kind, namespace, name).endpoint(endpointIndex);
    }

    /** How a label of the target's node is called on its samples. */
    public static String dimension(String nodeLabel) {
        return KubeNodes.dimension(nodeLabel);
    }

    static Origin of(ScrapeJob job, String objectNamespace, Map<String, String> dataIdLabels) {
        var monitor = job.monitor();
        var annotations = job.annotations();
        return new Origin(
                monitor.kind(),
                monitor.namespace(),
                monitor.name(),
                job.endpointIndex(),
                annotations.system(),
                annotations.antiAffinity(),
                annotations.join(),
                job.written(),
                objectNamespace,
                dataIdLabels);
    }
}

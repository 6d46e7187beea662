package io.bkm.actors.discovery;

import io.bkm.crds.Monitor;

/** A monitor resource, or a discovery of a scrape config in a Secret. */
public record MonitorId(String kind, String namespace, String name) {

    public static MonitorId of(Monitor monitor) {
        var metadata = monitor.metadata();
        return new MonitorId(monitor.kind(), metadata.namespace(), metadata.name());
    }

    /** One of its endpoints as the original names it: {@code ServiceMonitor/namespace/name/0}. */
    public String endpoint(int index) {
        return String.join("/", kind, namespace, name, Integer.toString(index));
    }

    /** Whether it is a resource of Kubernetes. */
    boolean isResource() {
        return !PromDiscovery.isKind(kind);
    }

    Rejected rejected(String reason) {
        return new Rejected(kind, namespace, name, reason);
    }
}

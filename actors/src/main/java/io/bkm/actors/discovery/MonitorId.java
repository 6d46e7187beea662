package io.bkm.actors.discovery;

/** A monitor resource, or a discovery of a scrape config in a Secret. */
record MonitorId(String kind, String namespace, String name) {

    /** Whether it is a resource of Kubernetes. */
    boolean isResource() {
        return !PromDiscovery.isKind(kind);
    }

    Rejected rejected(String reason) {
        return new Rejected(kind, namespace, name, reason);
    }
}

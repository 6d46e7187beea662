package io.bkm.actors.discovery;

/** A monitor resource. */
record MonitorId(String kind, String namespace, String name) {

    Rejected rejected(String reason) {
        return new Rejected(kind, namespace, name, reason);
    }
}

package io.bkm.actors.discovery;

/**
 * A resource, or a part of one, that gives no targets because something in it is wrong.
 *
 * @param reason names the field, its value and what was expected
 */
public record Rejected(String kind, String namespace, String name, String reason) {

    MonitorId id() {
        return new MonitorId(kind, namespace, name);
    }
}

package io.bkm.actors.discovery;

/**
 * Names monitors in the settings.
 *
 * @param kind in any case
 * @param name "" means any, where the setting allows that
 */
public record MonitorRule(String kind, String namespace, String name) {

    boolean matches(MonitorId monitor) {
        return kind.equalsIgnoreCase(monitor.kind())
                && namespace.equals(monitor.namespace())
                && (name.isEmpty() || name.equals(monitor.name()));
    }
}

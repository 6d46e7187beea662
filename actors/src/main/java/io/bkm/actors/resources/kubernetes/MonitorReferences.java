package io.bkm.actors.resources.kubernetes;

import io.bkm.crds.ConfigMapKeySelector;
import io.bkm.crds.Monitor;
import io.bkm.crds.SecretKeySelector;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets and ConfigMaps that monitors and settings refer to. Found by looking through the whole record, so that no field that
 * refers to one can be forgotten.
 */
final class MonitorReferences {

    /** Unchanged monitors are the same instances from one look to the next. */
    private final Map<Monitor, Set<Reference>> known = new WeakHashMap<>();

    private final Set<Reference> always;

    MonitorReferences(ReferringSettings settings) {
        var found = new ArrayList<Reference>();
        collect(settings.records(), settings.namespace(), found);
        always = Set.copyOf(found);
    }

    /** An object in the monitor's own namespace, or in that of the settings. */
    record Reference(boolean secret, String namespace, String name) implements Comparable<Reference> {

        @Override
        public int compareTo(Reference other) {
            int byKind = Boolean.compare(secret, other.secret);
            int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }

        String kind() {
            return secret ? "Secret" : "ConfigMap";
        }
    }

    SortedSet<Reference> of(Collection<? extends Monitor> monitors) {
        var all = new TreeSet<>(always);
        monitors.forEach(monitor -> all.addAll(known.computeIfAbsent(monitor, MonitorReferences::in)));
        return all;
    }

    private static Set<Reference> in(Monitor monitor) {
        var found = new ArrayList<Reference>();
        collect(monitor, monitor.metadata().namespace(), found);
        return Set.copyOf(found);
    }

    private static void collect(@Nullable Object value, String namespace, List<Reference> to) {
        switch (value) {
            case SecretKeySelector key when !key.name().isEmpty() -> to.add(new Reference(true, namespace, key.name()));
            case ConfigMapKeySelector key
            when !key.name().isEmpty() -> to.add(new Reference(false, namespace, key.name()));
            case Record whole -> components(whole, namespace, to);
            case Collection<?> list -> list.forEach(item -> collect(item, namespace, to));
            case Map<?, ?> map -> map.values().forEach(item -> collect(item, namespace, to));
            case null, default -> {
                // a text, a number, a resource's raw JSON: nothing that refers
            }
        }
    }

    private static void components(Record whole, String namespace, List<Reference> to) {
        for (var component : whole.getClass().getRecordComponents()) {
            try {
                collect(component.getAccessor().invoke(whole), namespace, to);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
    }
}

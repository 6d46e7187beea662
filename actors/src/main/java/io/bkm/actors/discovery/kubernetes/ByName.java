package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of one kind by namespace and name, in the order that they were given. */
final class ByName<T extends HasMetadata> {

    private final List<T> all;
    private final Map<String, Map<String, T>> byNamespace = new LinkedHashMap<>();

    ByName(List<T> all) {
        this.all = all;
        for (var object : all) {
            byNamespace
                    .computeIfAbsent(KubeObjects.namespace(object), _ -> new LinkedHashMap<>())
                    .put(KubeObjects.name(object), object);
        }
    }

    Collection<T> all() {
        return all;
    }

    Collection<T> in(String namespace) {
        return byNamespace.getOrDefault(namespace, Map.of()).values();
    }

    /** An object without a namespace has the empty one. */
    @Nullable
    T get(String namespace, String name) {
        var names = byNamespace.get(namespace);
        return names == null ? null : names.get(name);
    }
}

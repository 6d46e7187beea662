package io.bkm.actors.resources;

import java.util.Comparator;

/**
 * What makes two objects the same one.
 *
 * @param namespace "" for a cluster-scoped kind
 */
record ResourceKey(String kind, String namespace, String name) implements Comparable<ResourceKey> {

    private static final Comparator<ResourceKey> ORDER = Comparator.comparing(ResourceKey::kind)
            .thenComparing(ResourceKey::namespace)
            .thenComparing(ResourceKey::name);

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }
}

package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer knows, trimmed before it is kept. It outlives its informer: the next one that fills it takes out what
 * its own list has not, so that what was deleted while nobody watched is gone, and nothing else is meanwhile.
 */
final class ObjectCache<T extends HasMetadata> implements ItemStore<T> {

    private final Held.Reader<T> reader;
    private final KubernetesSettings settings;
    private final Runnable changed;
    private final Map<String, Held<T>> objects = new ConcurrentSkipListMap<>(ObjectCache::inOrder);

    /**
     * @param changed called on the informer's thread whenever something is different for whoever reads
     */
    ObjectCache(Held.Reader<T> reader, KubernetesSettings settings, Runnable changed) {
        this.reader = reader;
        this.settings = settings;
        this.changed = changed;
    }

    /**
     * By namespace and then by name, so that nobody has to sort: to sort the pods at each change was two thirds of what the
     * operator did in a rolling restart among 20,000.
     *
     * @param a as {@code namespace/name}; what has no namespace has neither it nor the slash
     */
    private static int inOrder(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** The shorter of two namespaces comes first; a slash would come after the dash that the longer one goes on with. */
    private static int rank(char character) {
        return character == '/' ? 0 : character;
    }

    /** Sorted by namespace and name. */
    Collection<Held<T>> all() {
        return objects.values();
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public @Nullable T put(String key, T object) {
        var namespace = object.getMetadata().getNamespace();
        if (namespace != null && !settings.keeps(namespace)) {
            return null;
        }
        var before = objects.get(key);
        var now = reader.read(object, before);
        if (!now.equals(before)) {
            objects.put(key, now);
            changed.run();
        }
        return before == null ? null : before.stub();
    }

    @Override
    public @Nullable T remove(String key) {
        var before = objects.remove(key);
        if (before == null) {
            return null;
        }
        changed.run();
        return before.stub();
    }

    /** After the kind itself is gone. */
    void clear() {
        if (!objects.isEmpty()) {
            objects.clear();
            changed.run();
        }
    }

    @Override
    public Stream<String> keySet() {
        return objects.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return objects.values().stream().map(Held::stub);
    }

    @Override
    public int size() {
        return objects.size();
    }

    @Override
    public @Nullable T get(String key) {
        var held = objects.get(key);
        return held == null ? null : held.stub();
    }
}

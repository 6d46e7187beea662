package io.bkm.streams.pipeline;

import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodTable;
import io.bkm.streams.targets.PodJoin;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods that a test puts there and takes away. */
final class TestPods implements PodTable {

    private final Map<String, PodFacts> pods = new HashMap<>();
    private long version;
    private boolean known = true;

    void put(PodFacts pod) {
        pods.put(pod.namespace() + "/" + pod.name(), pod);
        version++;
    }

    void remove(String namespace, String name) {
        pods.remove(namespace + "/" + name);
        version++;
    }

    void unknown(boolean unknown) {
        known = !unknown;
    }

    Collection<PodFacts> all() {
        return pods.values();
    }

    @Override
    public boolean covers(PodJoin join) {
        return known;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public @Nullable PodFacts pod(String namespace, String name) {
        return pods.get(namespace + "/" + name);
    }

    @Override
    public @Nullable FoundContainer container(String id) {
        for (var pod : pods.values()) {
            for (var container : pod.containers()) {
                if (container.id().equals(id)) {
                    return new FoundContainer(pod, container);
                }
            }
        }
        return null;
    }
}

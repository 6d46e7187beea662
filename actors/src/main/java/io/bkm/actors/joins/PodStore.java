package io.bkm.actors.joins;

import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodTable;
import io.bkm.streams.targets.PodJoin;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a member knows of pods, and of which its pipelines want to know. It outlives the member's lives in the cluster: what
 * was known counts until something newer is. Read by all pipelines, written by {@link PodPuller} alone.
 */
public final class PodStore implements PodTable {

    /** More nodes than these are asked for as all: where targets are spread they are on most nodes. */
    private static final int MOST_NODES = 8;

    private static final String EVERYWHERE = "";

    /** That somebody wants to know of the pods of a node. */
    private static final class Interest {
        private final long since;
        private volatile long last;

        private Interest(long now) {
            since = now;
            last = now;
        }
    }

    private final JoinSettings settings;
    private final InstantSource clock;
    private final Map<PodKey, PodFacts> pods = new ConcurrentHashMap<>();
    private final Map<String, FoundContainer> containers = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    /** Names that many pods share are one object each; used by the writer alone. */
    private final Map<String, String> names = new HashMap<>();
    /** By node, "" for those of all. */
    private final Map<String, Interest> interests = new ConcurrentHashMap<>();

    private volatile Runnable onInterest = () -> {};
    private volatile PodScope covered = PodScope.NOTHING;
    private volatile PodPosition position = PodPosition.NOWHERE;

    public PodStore(JoinSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean covers(PodJoin join) {
        boolean known = true;
        if (!join.node().isEmpty()) {
            known = isKnown(join.node());
        }
        if (join.everywhere()) {
            known &= isKnown(EVERYWHERE);
        }
        return known;
    }

    private boolean isKnown(String node) {
        long now = clock.millis();
        var interest = interests.get(node);
        if (interest == null) {
            interest = new Interest(now);
            var other = interests.putIfAbsent(node, interest);
            if (other != null) {
                interest = other;
            } else {
                onInterest.run();
            }
        }
        interest.last = now;
        var here = covered;
        return (node.isEmpty() ? here.everywhere() : here.has(node))
                || now - interest.since > settings.hold().toMillis();
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public @Nullable PodFacts pod(String namespace, String name) {
        return pods.get(new PodKey(namespace, name));
    }

    @Override
    public @Nullable FoundContainer container(String id) {
        return containers.get(id);
    }

    /** How many pods are known. */
    public int size() {
        return pods.size();
    }

    /** @param action called on any thread when somebody wants to know of pods that nobody asked for before */
    void onInterest(Runnable action) {
        onInterest = action;
    }

    /** What is wanted at this time; what nobody has asked for in a long while is not. */
    PodScope wanted() {
        long oldest = clock.millis() - settings.forgetAfter().toMillis();
        interests.values().removeIf(interest -> interest.last < oldest);
        var nodes = new TreeSet<>(interests.keySet());
        return nodes.contains(EVERYWHERE) || nodes.size() > MOST_NODES ? PodScope.ALL : PodScope.ofNodes(nodes);
    }

    PodScope covered() {
        return covered;
    }

    PodPosition position() {
        return position;
    }

    List<PodFacts> all() {
        return List.copyOf(pods.values());
    }

    /** How many pods are known after a change. */
    int sizeWith(Collection<PodFacts> changed, Collection<PodKey> gone) {
        long more = changed.stream()
                .filter(pod -> !pods.containsKey(PodKey.of(pod)))
                .count();
        long less = gone.stream().filter(pods::containsKey).count();
        return (int) (pods.size() + more - less);
    }

    /** Forgets pods that nobody wants to know of any more, where others are wanted. */
    void narrow() {
        var wanted = wanted();
        if (wanted.isEmpty() || wanted.equals(covered) || !covered.covers(wanted)) {
            return;
        }
        covered = wanted;
        pods.values().stream()
                .filter(pod -> !wanted.has(pod.node()))
                .map(PodKey::of)
                .toList()
                .forEach(this::remove);
        version.incrementAndGet();
    }

    /** Knows these from now on, and no others. */
    void replace(PodPosition at, PodScope scope, Collection<PodFacts> now) {
        names.clear();
        var left = new HashMap<>(pods);
        for (var pod : now) {
            left.remove(PodKey.of(pod));
            put(pod);
        }
        left.keySet().forEach(this::remove);
        covered = scope;
        position = at;
        version.incrementAndGet();
    }

    void change(PodPosition at, Collection<PodFacts> changed, Collection<PodKey> gone) {
        gone.forEach(this::remove);
        changed.forEach(this::put);
        position = at;
        if (!gone.isEmpty() || !changed.isEmpty()) {
            version.incrementAndGet();
        }
    }

    /** What is equal stays the same instance: no series need be planned anew. */
    private void put(PodFacts pod) {
        var key = PodKey.of(pod);
        var before = pods.get(key);
        if (pod.equals(before)) {
            return;
        }
        var kept = shared(pod);
        pods.put(new PodKey(kept.namespace(), kept.name()), kept);
        kept.containers().forEach(container -> containers.put(container.id(), new FoundContainer(kept, container)));
        if (before != null) {
            forget(before, kept);
        }
    }

    private PodFacts shared(PodFacts pod) {
        var dimensions = new HashMap<String, String>();
        pod.dimensions().forEach((name, value) -> dimensions.put(shared(name), shared(value)));
        return new PodFacts(
                shared(pod.namespace()),
                pod.name(),
                shared(pod.node()),
                shared(pod.workloadKind()),
                shared(pod.workloadName()),
                dimensions,
                pod.containers());
    }

    private String shared(String name) {
        var known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    private void remove(PodKey key) {
        var before = pods.remove(key);
        if (before != null) {
            forget(before, null);
        }
    }

    private void forget(PodFacts before, @Nullable PodFacts now) {
        for (var container : before.containers()) {
            boolean stays = now != null
                    && now.containers().stream().anyMatch(other -> other.id().equals(container.id()));
            if (!stays) {
                var _ = containers.remove(container.id(), new FoundContainer(before, container));
            }
        }
    }
}

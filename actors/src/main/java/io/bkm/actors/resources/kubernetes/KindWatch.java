package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Resources.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All objects of one kind: by one watch of the whole cluster, or by one for each namespace where the settings name them
 * or the API server forbids the other. Runs on the source's loop, but for what the caches are told.
 */
final class KindWatch<T extends HasMetadata> {

    private static final String CLUSTER = "";

    private final WatchedKind<T> kind;
    private final KubernetesClient client;
    private final KubernetesSettings settings;
    private final Loop loop;
    private final Runnable changed;
    /** By namespace, "" for the whole cluster. */
    private final SortedMap<String, Follower<T>> followers = new ConcurrentSkipListMap<>();

    private volatile boolean dirty = true;
    private List<Held<T>> objects = List.of();
    private List<?> values = List.of();

    KindWatch(WatchedKind<T> kind, KubernetesClient client, Loop loop, Runnable changed) {
        this.kind = kind;
        this.client = client;
        this.settings = loop.settings();
        this.loop = loop;
        this.changed = changed;
    }

    String kind() {
        return kind.kind();
    }

    void start() {
        if (kind.namespaced() && !settings.namespaces().isEmpty()) {
            settings.namespaces().stream().filter(settings::keeps).forEach(this::follow);
        } else {
            follow(CLUSTER);
        }
    }

    void close() {
        followers.values().forEach(Follower::close);
    }

    void check() {
        followers.values().forEach(Follower::check);
    }

    /** Whether all is known that can be known now. */
    boolean isSettled() {
        return followers.values().stream().allMatch(follower -> follower.state().isSettled());
    }

    /** How many watches are open at this moment; from any thread. */
    int open() {
        return (int) followers.values().stream().filter(Follower::isWatching).count();
    }

    /** How many objects are kept; from any thread. */
    int size() {
        return followers.values().stream()
                .mapToInt(follower -> follower.cache().size())
                .sum();
    }

    /**
     * Watches namespace by namespace while the whole is forbidden, and only then.
     *
     * @param namespaces those that there are
     */
    void fallBackTo(Supplier<? extends Collection<String>> namespaces) {
        var whole = followers.get(CLUSTER);
        if (whole == null || !kind.namespaced()) {
            return;
        }
        Set<String> wanted = whole.state() instanceof WatchState.Forbidden ? Set.copyOf(namespaces.get()) : Set.of();
        followers.entrySet().removeIf(entry -> {
            boolean superfluous = !entry.getKey().equals(CLUSTER) && !wanted.contains(entry.getKey());
            if (superfluous) {
                entry.getValue().close();
                touched();
            }
            return superfluous;
        });
        wanted.stream()
                .filter(namespace -> !followers.containsKey(namespace) && settings.keeps(namespace))
                .sorted()
                .forEach(this::follow);
        if (hasFallenBack()) {
            whole.cache().clear();
        }
    }

    /** Until the namespaces were all read, what the watch of the whole knew last stays. */
    private boolean hasFallenBack() {
        return followers.containsKey(CLUSTER) && followers.size() > 1 && isSettled();
    }

    private Stream<Map.Entry<String, Follower<T>>> counting() {
        boolean some = hasFallenBack();
        return followers.entrySet().stream()
                .filter(entry ->
                        !followers.containsKey(CLUSTER) || entry.getKey().equals(CLUSTER) != some);
    }

    private void follow(String namespace) {
        var cache = new ObjectCache<>(kind.reader(), settings, this::touched);
        var what = namespace.isEmpty() ? kind.kind() : kind.kind() + " in " + namespace;
        var follower = new Follower<>(what, api(namespace), cache, loop, this::touched);
        followers.put(namespace, follower);
        follower.start();
    }

    private Supplier<Informable<T>> api(String namespace) {
        return () -> {
            var all = kind.api().apply(client);
            if (!kind.namespaced()) {
                return all;
            }
            return namespace.isEmpty() ? all.inAnyNamespace() : all.inNamespace(namespace);
        };
    }

    private void touched() {
        dirty = true;
        changed.run();
    }

    /** Those that have a good state, sorted; the same list while nothing changed. */
    <V> List<V> values(Class<V> type) {
        refresh();
        return values.stream().map(type::cast).toList();
    }

    /** What of the objects cannot be used, and which of them cannot be seen. */
    void problems(Consumer<Problem> to) {
        refresh();
        objects.stream().map(Held::problem).filter(Objects::nonNull).forEach(to);
        if (kind.expected()
                && followers.values().stream().anyMatch(follower -> follower.state() instanceof WatchState.Absent)) {
            to.accept(problem("not known to the API server (expected: its CRD, where such resources are used)"));
        }
        var forbidden = counting()
                .filter(entry -> entry.getValue().state() instanceof WatchState.Forbidden)
                .toList();
        if (!forbidden.isEmpty()
                && forbidden.getFirst().getValue().state() instanceof WatchState.Forbidden(var reason)) {
            var others = forbidden.size() == 1 ? "" : ", and in %d namespaces more".formatted(forbidden.size() - 1);
            to.accept(problem(reason + others + " (expected: to list and watch them)"));
        }
    }

    private Problem problem(String reason) {
        return new Problem("kubernetes", kind.kind(), "", "", reason);
    }

    private void refresh() {
        if (dirty) {
            dirty = false;
            objects = counting()
                    .flatMap(entry -> entry.getValue().cache().all().stream()) // of one namespace after the other
                    .toList();
            values = objects.stream()
                    .<Object>mapMulti((held, to) -> {
                        if (held.value() != null) {
                            to.accept(held.value());
                        }
                    })
                    .toList();
        }
    }
}

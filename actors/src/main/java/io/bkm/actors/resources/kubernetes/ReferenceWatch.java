package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.resources.kubernetes.MonitorReferences.Reference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Secrets and ConfigMaps: each that a monitor refers to has a watch of its own, and of the others nothing is read. That
 * asks for no more than the right to those names. Runs on the source's loop.
 */
final class ReferenceWatch {

    private final KubernetesClient client;
    private final KubernetesSettings settings;
    private final Loop loop;
    private final Runnable changed;
    private final SortedMap<Reference, Followed<?>> followed = new ConcurrentSkipListMap<>();
    private List<Reference> beyond = List.of();

    /** @param since when it was first asked for, of {@link System#nanoTime} */
    private record Followed<T extends HasMetadata>(Follower<T> follower, long since) {}

    ReferenceWatch(KubernetesClient client, Loop loop, Runnable changed) {
        this.client = client;
        this.settings = loop.settings();
        this.loop = loop;
        this.changed = changed;
    }

    /** Follows these and no others. */
    void want(SortedSet<Reference> references) {
        followed.entrySet().removeIf(entry -> {
            boolean superfluous = !references.contains(entry.getKey());
            if (superfluous) {
                entry.getValue().follower().close();
            }
            return superfluous;
        });
        var left = new ArrayList<Reference>();
        for (var reference : references) {
            if (followed.containsKey(reference)) {
                continue;
            }
            if (followed.size() < settings.maxReferences()) {
                follow(reference);
            } else {
                left.add(reference);
            }
        }
        beyond = List.copyOf(left);
    }

    /**
     * Whether each was looked at once, or took too long: a monitor that was just changed must not lose its targets
     * because its new Secret is still under way, and one Secret must not hold up all the others for ever.
     */
    boolean isSettled() {
        long now = System.nanoTime();
        return followed.values().stream()
                .allMatch(each -> each.follower().state().isSettled()
                        || now - each.since() >= settings.referenceWait().toNanos());
    }

    void check() {
        followed.values().forEach(each -> each.follower().check());
    }

    void close() {
        followed.values().forEach(each -> each.follower().close());
    }

    /** From any thread. */
    int open(boolean secrets) {
        return (int) followed.entrySet().stream()
                .filter(entry -> entry.getKey().secret() == secrets)
                .filter(entry -> entry.getValue().follower().isWatching())
                .count();
    }

    <V> List<V> values(Class<V> type) {
        return followed.values().stream()
                .flatMap(each -> each.follower().cache().all().stream())
                .map(Held::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    void problems(Consumer<Problem> to) {
        followed.forEach((reference, each) -> {
            if (each.follower().state() instanceof WatchState.Forbidden(var reason)) {
                to.accept(problem(reference, reason + " (expected: to list and watch it)"));
            }
        });
        beyond.forEach(reference -> to.accept(problem(
                reference,
                "not read (expected: at most bkm.kubernetes.max-references, %d, that monitors refer to)"
                        .formatted(settings.maxReferences()))));
    }

    private static Problem problem(Reference reference, String reason) {
        return new Problem("kubernetes", reference.kind(), reference.namespace(), reference.name(), reason);
    }

    private void follow(Reference reference) {
        followed.put(
                reference,
                reference.secret()
                        ? following(WatchedKind.SECRETS, reference)
                        : following(WatchedKind.CONFIG_MAPS, reference));
        var _ = loop.thread().schedule(changed, settings.referenceWait().toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T extends HasMetadata> Followed<T> following(WatchedKind<T> kind, Reference reference) {
        var follower = new Follower<>(
                "%s %s/%s".formatted(reference.kind(), reference.namespace(), reference.name()),
                () -> Objects.requireNonNull(kind.api().apply(client))
                        .inNamespace(reference.namespace())
                        .withName(reference.name()),
                new ObjectCache<>(kind.reader(), settings, changed),
                loop,
                changed);
        follower.start();
        return new Followed<>(follower, System.nanoTime());
    }
}

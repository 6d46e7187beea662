package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.resources.kubernetes.MonitorReferences.Reference;
import io.bkm.actors.sd.PromSdSettings.SecretRef;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Secrets that the settings ask for: those by name join the ones that monitors refer to, those by labels are a watch for
 * each selector, of which the API server gives nothing else. Runs on the source's loop.
 */
final class MoreSecrets {

    private final List<Reference> named;
    private final KubernetesSettings settings;
    private final Loop loop;
    private final Runnable changed;
    private final Map<SecretRef, Follower<Secret>> selected = new LinkedHashMap<>();
    private long since;

    MoreSecrets(List<SecretRef> refs, KubernetesClient client, Loop loop, Runnable changed) {
        this.named = refs.stream()
                .filter(ref -> !ref.name().isEmpty())
                .map(ref -> new Reference(true, ref.namespace(), ref.name()))
                .toList();
        this.settings = loop.settings();
        this.loop = loop;
        this.changed = changed;
        for (var ref : refs) {
            if (ref.name().isEmpty()) {
                selected.put(
                        ref,
                        new Follower<>(
                                what(ref),
                                api(ref, client),
                                new ObjectCache<>(WatchedKind.SECRETS.reader(), settings, changed),
                                loop,
                                changed));
            }
        }
    }

    private static Supplier<Informable<Secret>> api(SecretRef ref, KubernetesClient client) {
        return () -> ref.namespace().isEmpty()
                ? client.secrets().inAnyNamespace().withLabelSelector(ref.selector())
                : client.secrets().inNamespace(ref.namespace()).withLabelSelector(ref.selector());
    }

    private static String what(SecretRef ref) {
        return "Secret with " + ref.selector() + (ref.namespace().isEmpty() ? "" : " in " + ref.namespace());
    }

    void start() {
        since = System.nanoTime();
        selected.values().forEach(Follower::start);
        if (!selected.isEmpty()) {
            var _ = loop.thread().schedule(changed, settings.referenceWait().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void close() {
        selected.values().forEach(Follower::close);
    }

    void check() {
        selected.values().forEach(Follower::check);
    }

    List<Reference> named() {
        return named;
    }

    /** One that cannot be had must not hold up all else for ever. */
    boolean isSettled() {
        return selected.values().stream().allMatch(each -> each.state().isSettled())
                || System.nanoTime() - since >= settings.referenceWait().toNanos();
    }

    /** From any thread. */
    int open() {
        return (int) selected.values().stream().filter(Follower::isWatching).count();
    }

    /** These Secrets and the selected ones, each once, sorted. */
    List<Secret> among(List<Secret> others) {
        if (selected.isEmpty()) {
            return others;
        }
        var all = new TreeMap<String, Secret>();
        var found = new ArrayList<>(others);
        selected.values()
                .forEach(each -> each.cache().all().forEach(held -> {
                    if (held.value() instanceof Secret secret) {
                        found.add(secret);
                    }
                }));
        found.forEach(secret -> all.putIfAbsent(
                secret.getMetadata().getNamespace() + "\0"
                        + secret.getMetadata().getName(),
                secret));
        return List.copyOf(all.values());
    }

    void problems(Consumer<Problem> to) {
        selected.forEach((ref, each) -> {
            if (each.state() instanceof WatchState.Forbidden(var reason)) {
                to.accept(new Problem(
                        "kubernetes",
                        "Secret",
                        ref.namespace(),
                        ref.selector(),
                        reason + " (expected: to list and watch them)"));
            }
        });
    }
}

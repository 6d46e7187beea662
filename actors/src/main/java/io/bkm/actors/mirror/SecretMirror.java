package io.bkm.actors.mirror;

import io.bkm.actors.operator.Following;
import io.bkm.actors.operator.ForeignTargets;
import io.bkm.actors.operator.Holdings;
import io.bkm.actors.placement.Placement;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Secrets of bkmonitor-operator's format as the cluster's targets are: those that members say they have, or, in
 * mode foreign, those that are left to old workers. Runs beside the operator, on a thread of its own.
 */
public final class SecretMirror implements Holdings.Follower {

    private static final Logger log = LoggerFactory.getLogger(SecretMirror.class);

    private final MirrorSettings settings;
    private final HeldTasks tasks;
    private final SecretStore store;
    private final SecretWriter writer;
    private final MirrorCounters counters;
    private final InstantSource clock;
    private final long startedAt;
    private final AtomicReference<@Nullable Holdings> latest = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("secret-mirror").factory());

    private @Nullable Holdings written;
    private @Nullable Workers workers;
    private long lookedAt;

    SecretMirror(
            MirrorSettings settings,
            TaskRenderer renderer,
            SecretStore store,
            MirrorCounters counters,
            InstantSource clock) {
        this.settings = settings;
        this.tasks = new HeldTasks(renderer);
        this.store = store;
        this.writer = new SecretWriter(store, counters);
        this.counters = counters;
        this.clock = clock;
        this.startedAt = clock.millis();
        this.lookedAt = startedAt - settings.resync().toMillis();
    }

    /**
     * What the operator needs for it; nobody where the mirror is off.
     *
     * @param builtinLabels see {@code bkm.expansion.builtin-labels}
     * @param clients makes one for each operator that runs
     */
    public static Following following(
            MirrorSettings settings,
            List<String> builtinLabels,
            MirrorCounters counters,
            Supplier<KubernetesClient> clients) {
        if (settings.mode() == MirrorMode.OFF) {
            return Following.NOBODY;
        }
        var renderer = new TaskRenderer(settings.relabelUrl(), builtinLabels);
        return new Following(settings.interval(), foreign(settings), List.of(() -> {
            var store = new KubernetesSecretStore(clients.get(), settings.namespace(), settings.statefulset());
            var mirror = new SecretMirror(settings, renderer, store, counters, InstantSource.system());
            mirror.start();
            return mirror;
        }));
    }

    /** What old workers can do and should; all else stays with the members. */
    static ForeignTargets foreign(MirrorSettings settings) {
        if (settings.mode() != MirrorMode.FOREIGN) {
            return ForeignTargets.NONE;
        }
        var nodes = settings.foreignNodes();
        return (placement, endpoint, targets) -> switch (placement) {
                    case Placement.OnNode(var node) -> nodes.contains("*") || nodes.contains(node);
                    case Placement.Spread _ -> settings.foreignSpread();
                }
                && TaskRenderer.canAuthorize(endpoint)
                && targets.stream().allMatch(target -> target.gse() != null && target.forcedError() == null);
    }

    private void start() {
        long millis = settings.interval().toMillis();
        var _ = thread.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void follow(Holdings holdings) {
        latest.set(holdings);
    }

    /** What the thread does each time. */
    void round() {
        try {
            mirror();
        } catch (IOException unreachable) {
            counters.failedOne();
            log.atWarn().addKeyValue("reason", unreachable.getMessage()).log("Secrets not mirrored");
        } catch (RuntimeException bug) {
            // The schedule would end without a word.
            counters.failedOne();
            log.atError().setCause(bug).log("Secrets not mirrored");
        }
    }

    private void mirror() throws IOException {
        var holdings = latest.get();
        if (holdings == null || (!holdings.complete() && !isSettled())) {
            return;
        }
        boolean looks = clock.millis() - lookedAt >= settings.resync().toMillis();
        var workersNow = store.workers();
        if (!looks && holdings.holdsTheSame(written) && workersNow.equals(workers)) {
            return;
        }
        if (looks) {
            writer.look();
            lookedAt = clock.millis();
        }
        var rendered = tasks.of(
                holdings.targets(),
                settings.mode() == MirrorMode.FOREIGN ? holdings.foreign() : holdings.acknowledged());
        var layout = SecretLayout.of(rendered, holdings.dataIds(), workersNow, settings);
        if (layout.overflow() > 0 && counters.overflow() == 0) {
            log.atWarn().addKeyValue("tasks", layout.overflow()).log("in Secrets that old workers do not read");
        }
        counters.rendered(rendered.size(), layout.overflow());
        if (writer.write(layout)) {
            written = holdings;
            workers = workersNow;
        }
    }

    private boolean isSettled() {
        return clock.millis() - startedAt >= settings.settle().toMillis();
    }

    /** Does not wait for a write under way: it is one of a whole Secret, and the next operator's mirror looks first. */
    @Override
    public void close() {
        thread.shutdownNow();
        store.close();
    }
}

package io.bkm.actors.sd.running;

import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.sd.Answer;
import io.bkm.actors.sd.Discovery;
import io.bkm.streams.fetch.FetchSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source of resources with what discoveries outside of Kubernetes have found. It asks those that the resources want, and
 * no others. Resources that want a new one wait for its first whole answer, but no longer than {@code first-wait}: neither
 * must a target vanish because its discovery was not asked yet, nor one dead server hold up all the others.
 */
public final class Discoverers implements ResourceSource {

    private final ResourceSource source;
    private final Function<Resources, Set<Discovery>> wanted;
    private final Lookups lookups;
    private final SdCounters counters;
    private final InstantSource clock;
    private final Executor afterFirstWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Discovery, RunningDiscovery> running = new HashMap<>();
    /** Those of them that still have time for their first answer. */
    private final Set<RunningDiscovery> awaited = new HashSet<>();

    private @Nullable Consumer<Resources> listener;
    private @Nullable Resources latest;
    private @Nullable Resources told;
    private boolean closed;

    /** @param afterFirstWait runs what it gets once {@code first-wait} has passed, on another thread */
    Discoverers(
            ResourceSource source,
            Function<Resources, Set<Discovery>> wanted,
            Lookups lookups,
            SdCounters counters,
            InstantSource clock,
            Executor afterFirstWait) {
        this.source = source;
        this.wanted = wanted;
        this.lookups = lookups;
        this.counters = counters;
        this.clock = clock;
        this.afterFirstWait = afterFirstWait;
    }

    /** @param wanted the discoveries that resources want; called on the source's thread */
    public static ResourceSource beside(
            ResourceSource source,
            Function<Resources, Set<Discovery>> wanted,
            SdSettings settings,
            FetchSettings fetch,
            SdCounters counters) {
        return new Discoverers(
                source,
                wanted,
                Lookups.real(settings, fetch),
                counters,
                InstantSource.system(),
                CompletableFuture.delayedExecutor(settings.firstWait().toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void start(Consumer<Resources> to) {
        listener = to;
        source.start(resources -> {
            var discoveries = wanted.apply(resources);
            locked(() -> {
                latest = resources;
                want(discoveries);
                publish();
            });
        });
    }

    @Override
    public void close() {
        source.close();
        locked(() -> {
            closed = true;
            running.values().forEach(RunningDiscovery::close);
            running.clear();
        });
        lookups.close();
    }

    private void want(Set<Discovery> discoveries) {
        if (closed) {
            return;
        }
        running.entrySet().removeIf(entry -> {
            boolean superfluous = !discoveries.contains(entry.getKey());
            if (superfluous) {
                entry.getValue().close();
                awaited.remove(entry.getValue());
            }
            return superfluous;
        });
        for (var discovery : discoveries) {
            if (!running.containsKey(discovery)) {
                begin(discovery);
            }
        }
    }

    private void begin(Discovery discovery) {
        var one = new RunningDiscovery(
                discovery,
                lookups.open(discovery),
                lookups.refresh(discovery),
                counters,
                clock,
                () -> locked(this::publish));
        running.put(discovery, one);
        awaited.add(one);
        one.start();
        afterFirstWait.execute(() -> locked(() -> {
            awaited.remove(one);
            publish();
        }));
    }

    private void publish() {
        var resources = latest;
        if (closed || resources == null || listener == null || !isSettled()) {
            return;
        }
        var now = running.isEmpty() ? resources : withAnswers(resources);
        if (!now.equals(told)) { // an answer that came in time, and the end of that time, are nothing new
            told = now;
            listener.accept(now);
        }
    }

    private Resources withAnswers(Resources resources) {
        var answers = new HashMap<Discovery, Answer>();
        var problems = new ArrayList<>(resources.problems());
        running.forEach((discovery, one) -> {
            var answer = one.answer();
            answers.put(discovery, answer);
            if (!answer.failure().isEmpty()) {
                problems.add(new Problem(discovery.mechanism() + " " + discovery.name(), "", "", "", answer.failure()));
            }
        });
        return resources.withExternal(resources.external().withAnswers(answers)).withProblems(problems);
    }

    /** Whether each has answered, or had its time to. */
    private boolean isSettled() {
        return awaited.stream().allMatch(RunningDiscovery::hasSucceeded);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}

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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
    private final SdSettings settings;
    private final SdCounters counters;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Discovery, Started> running = new HashMap<>();
    private @Nullable Consumer<Resources> listener;
    private @Nullable Resources latest;
    private @Nullable Resources told;
    private boolean closed;

    /** @param at of {@link System#nanoTime} */
    private record Started(RunningDiscovery discovery, long at) {}

    Discoverers(
            ResourceSource source,
            Function<Resources, Set<Discovery>> wanted,
            Lookups lookups,
            SdSettings settings,
            SdCounters counters,
            InstantSource clock) {
        this.source = source;
        this.wanted = wanted;
        this.lookups = lookups;
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
    }

    /** @param wanted the discoveries that resources want; called on the source's thread */
    public static ResourceSource beside(
            ResourceSource source,
            Function<Resources, Set<Discovery>> wanted,
            SdSettings settings,
            FetchSettings fetch,
            SdCounters counters) {
        return new Discoverers(
                source, wanted, Lookups.real(settings, fetch), settings, counters, InstantSource.system());
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
            running.values().forEach(each -> each.discovery().close());
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
                entry.getValue().discovery().close();
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
        running.put(discovery, new Started(one, System.nanoTime()));
        one.start();
        long nanos = settings.firstWait().toNanos();
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(() -> locked(this::publish));
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
        running.forEach((discovery, started) -> {
            var answer = started.discovery().answer();
            answers.put(discovery, answer);
            if (!answer.failure().isEmpty()) {
                problems.add(new Problem(discovery.mechanism() + " " + discovery.name(), "", "", "", answer.failure()));
            }
        });
        return resources.withExternal(resources.external().withAnswers(answers)).withProblems(problems);
    }

    /** Whether each has answered, or had its time to. */
    private boolean isSettled() {
        long now = System.nanoTime();
        return running.values().stream()
                .allMatch(each -> each.discovery().hasSucceeded()
                        || now - each.at() >= settings.firstWait().toNanos());
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

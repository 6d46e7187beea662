package io.bkm.actors.sd.running;

import io.bkm.actors.Fnv64;
import io.bkm.actors.sd.Answer;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one discovery again and again. A part that fails keeps what it had last, as in Prometheus; one that is not there any
 * more takes its groups along.
 */
final class RunningDiscovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningDiscovery.class);

    /** Of one discovery at a time. */
    private static final int MAX_PARALLEL = 16;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Discovery discovery;
    private final Lookup lookup;
    private final SdCounters counters;
    private final InstantSource clock;
    private final Runnable changed;
    private final Duration refresh;
    private final Thread thread;
    private volatile @Nullable Answer answer;
    private Map<String, List<FoundGroup>> byPart = Map.of();
    private int failuresInARow;

    /** What became of one part: exactly one of the two is there. */
    private record Looked(
            @Nullable List<FoundGroup> groups, @Nullable String failure) {}

    /**
     * @param refresh how often it is really asked
     * @param changed called after the first answer, and after each that is another
     */
    RunningDiscovery(
            Discovery discovery,
            Lookup lookup,
            Duration refresh,
            SdCounters counters,
            InstantSource clock,
            Runnable changed) {
        this.discovery = discovery;
        this.lookup = lookup;
        this.refresh = refresh;
        this.counters = counters;
        this.clock = clock;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("bkm-" + discovery.mechanism()).unstarted(this::run);
    }

    void start() {
        counters.running(discovery.mechanism(), 1);
        thread.start();
    }

    /** Returns at once; a lookup that is under way is interrupted. */
    @Override
    public void close() {
        counters.running(discovery.mechanism(), -1);
        thread.interrupt();
    }

    /** {@link Answer#NONE} before the first. */
    Answer answer() {
        return Objects.requireNonNullElse(answer, Answer.NONE);
    }

    /** Whether all of it was found once. */
    boolean hasSucceeded() {
        var now = answer;
        return now != null && now.failure().isEmpty();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                round();
                Thread.sleep(pause());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks once. */
    void round() throws InterruptedException {
        var before = answer;
        var next = ask();
        failuresInARow = next.failure().isEmpty() ? 0 : failuresInARow + 1;
        answer = next;
        if (!next.equals(before)) {
            tell(before, next);
            changed.run();
        }
    }

    private void tell(@Nullable Answer before, Answer next) {
        boolean failed = before != null && !before.failure().isEmpty();
        if (!next.failure().isEmpty() && !failed) {
            LOG.atWarn()
                    .addKeyValue("discovery", discovery.mechanism() + " " + discovery.name())
                    .addKeyValue("reason", next.failure())
                    .log("a discovery failed, what it found last stays in use");
        } else if (next.failure().isEmpty() && failed) {
            LOG.atInfo()
                    .addKeyValue("discovery", discovery.mechanism() + " " + discovery.name())
                    .log("a discovery answers again");
        }
    }

    /**
     * Until the next question. On an absolute grid, so that many discoveries are spread; sooner while it never had all
     * that it was asked for.
     */
    Duration pause() {
        if (failuresInARow > 0 && byPart.values().stream().allMatch(List::isEmpty)) {
            var backoff = FIRST_RETRY.multipliedBy(1L << Math.min(failuresInARow - 1, 10));
            return backoff.compareTo(refresh) < 0 ? backoff : refresh;
        }
        long period = refresh.toMillis();
        long phase = Long.remainderUnsigned(Fnv64.hash(discovery.mechanism() + " " + discovery.name()), period);
        return Duration.ofMillis(period - Math.floorMod(clock.millis() - phase, period));
    }

    private Answer ask() throws InterruptedException {
        List<String> parts;
        try {
            parts = lookup.parts();
        } catch (LookupFailure failure) {
            counters.looked(discovery.mechanism(), true);
            return new Answer(answer().groups(), failure.reason());
        } catch (RuntimeException bug) {
            return new Answer(answer().groups(), bug(bug));
        }
        var looked = look(parts);
        var next = new LinkedHashMap<String, List<FoundGroup>>();
        var failures = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var before = byPart.getOrDefault(parts.get(i), List.of());
            var groups = looked.get(i).groups();
            var failure = looked.get(i).failure();
            counters.looked(discovery.mechanism(), failure != null);
            if (failure != null) {
                failures.add(failure);
            }
            next.put(parts.get(i), groups == null ? before : shared(groups, before));
        }
        byPart = next;
        var groups = next.values().stream().flatMap(List::stream).toList();
        return new Answer(groups, failures.isEmpty() ? "" : summary(failures, parts.size()));
    }

    private static String summary(List<String> failures, int parts) {
        return failures.size() == 1
                ? failures.getFirst()
                : failures.getFirst() + " (and so on: " + failures.size() + " of " + parts + ")";
    }

    private List<Looked> look(List<String> parts) throws InterruptedException {
        var permits = new Semaphore(MAX_PARALLEL);
        var calls = parts.stream()
                .<Callable<Looked>>map(part -> () -> {
                    permits.acquire();
                    try {
                        return lookOne(part);
                    } finally {
                        permits.release();
                    }
                })
                .toList();
        var all = new ArrayList<Looked>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (Future<Looked> one : threads.invokeAll(calls)) {
                    all.add(one.get());
                }
            } catch (ExecutionException interrupted) {
                all.add(new Looked(null, bug(interrupted)));
            } finally {
                var _ = threads.shutdownNow();
            }
        }
        return all;
    }

    private Looked lookOne(String part) {
        try {
            return new Looked(lookup.look(part), null);
        } catch (LookupFailure failure) {
            return new Looked(null, failure.reason());
        } catch (RuntimeException bug) {
            return new Looked(null, bug(bug));
        }
    }

    private String bug(Exception bug) {
        LOG.atError()
                .addKeyValue("discovery", discovery.mechanism() + " " + discovery.name())
                .setCause(bug)
                .log("a discovery cannot be asked");
        return "a bug in bkm: " + bug.getClass().getSimpleName();
    }

    /** Groups that are as before are the instances of before: whoever makes targets of them need not do it again. */
    private static List<FoundGroup> shared(List<FoundGroup> groups, List<FoundGroup> before) {
        var known = new HashMap<FoundGroup, FoundGroup>();
        before.forEach(group -> known.put(group, group));
        return groups.stream().map(group -> known.getOrDefault(group, group)).toList();
    }
}

package io.bkm.actors.status;

import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import io.bkm.actors.status.MonitorStore.Refused;
import io.bkm.actors.status.MonitorStore.Why;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what was told of each monitor, and tells what is new. Every monitor is looked at first, so that what an operator
 * before us wrote stays as it is. For one thread.
 */
final class Teller {

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final Duration LOOK_AFTER = Duration.ofMinutes(1);

    private final StatusSettings settings;
    private final MonitorStore store;
    private final StatusCounters counters;
    private final InstantSource clock;
    private final Pen pen;
    private final Refusals refusals;

    private Verdicts verdicts = Verdicts.NONE;
    private final Map<MonitorId, Told> told = new HashMap<>();
    /** As the API server gave them last. Each is good for one write, which fails where somebody wrote since. */
    private final Map<MonitorId, Seen> seen = new HashMap<>();
    /** Ignored monitors that have a binding of ours from before. */
    private final Set<MonitorId> stale = new HashSet<>();

    private Set<MonitorKind> withStatus = Set.of();
    /** Their CRD has a status, and it keeps no bindings. */
    private final Set<MonitorKind> withoutBindings = EnumSet.noneOf(MonitorKind.class);

    private final Set<String> complaints = new HashSet<>();
    /** Kinds that were looked at. */
    private final Set<MonitorKind> known = EnumSet.noneOf(MonitorKind.class);

    private long lookAt;

    private record Task(MonitorId id, Urgency urgency) {}

    private static final Comparator<Task> ORDER = Comparator.comparing(Task::urgency)
            .thenComparing(task -> task.id().kind())
            .thenComparing(task -> task.id().namespace())
            .thenComparing(task -> task.id().name());

    Teller(StatusSettings settings, OwnBinding own, MonitorStore store, StatusCounters counters, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.counters = counters;
        this.clock = clock;
        this.pen = new Pen(settings, own, store, counters, clock);
        this.refusals = new Refusals(settings.resync());
        this.lookAt = clock.millis();
    }

    /** From now on this is what is to be told. */
    void judge(Verdicts next) {
        next.all().forEach((id, verdict) -> {
            var before = verdicts.all().get(id);
            if (before == null || !verdict.isOfSameState(before)) {
                seen.remove(id);
            }
        });
        verdicts = next;
        told.keySet().removeIf(id -> !isThere(id));
        seen.keySet().removeIf(id -> !isThere(id));
        refusals.keepIf(this::isThere);
        stale.retainAll(next.ignored());
        for (var kind : MonitorKind.values()) {
            if (!known.contains(kind) && !namespaces(kind).isEmpty()) {
                lookAt = clock.millis();
            }
        }
    }

    private boolean isThere(MonitorId id) {
        return verdicts.all().containsKey(id) || verdicts.ignored().contains(id);
    }

    /** Tells what can be told now. {@link Refused} where nothing can be: nothing else need be tried. */
    void work() throws Refused {
        if (clock.millis() >= lookAt) {
            look();
            lookAt = clock.millis() + settings.resync().toMillis();
        }
        var tasks = due();
        counters.waiting(tasks.size());
        for (int i = 0; i < tasks.size() && !pen.isSpent(); i++) {
            var id = tasks.get(i).id();
            if (refusals.mayTry(id, clock.millis())) {
                tell(id);
            }
            counters.waiting(tasks.size() - i - 1);
        }
    }

    /** What is there: written by an operator before us, or by somebody else over what we wrote. */
    private void look() throws Refused {
        withStatus = store.kindsWithStatus();
        refusals.permitAll();
        pen.forgetEvents();
        for (var kind : MonitorKind.values()) {
            var namespaces = namespaces(kind);
            if (!namespaces.isEmpty()) {
                look(kind, namespaces);
                known.add(kind);
            }
        }
    }

    private void look(MonitorKind kind, Set<String> namespaces) throws Refused {
        try {
            store.list(kind, namespaces).forEach(this::compare);
        } catch (Refused refused) {
            if (refused.why() != Why.FORBIDDEN) {
                throw refused;
            }
            namespaces.forEach(namespace -> refusals.forbid(kind.kind(), namespace));
            complain(kind.kind(), refused);
        }
    }

    private Set<String> namespaces(MonitorKind kind) {
        var namespaces = new TreeSet<String>();
        for (var ids : List.of(verdicts.all().keySet(), verdicts.ignored())) {
            ids.stream().filter(id -> id.kind().equals(kind.kind())).forEach(id -> namespaces.add(id.namespace()));
        }
        return namespaces;
    }

    private void compare(Seen there) {
        var id = there.id();
        var verdict = verdicts.all().get(id);
        if (verdict == null) {
            if (verdicts.ignored().contains(id) && hasStatus(id) && pen.hasBound(there)) {
                stale.add(id);
            }
            return;
        }
        var last = told.get(id);
        if (!hasStatus(id)) {
            seen.put(id, there);
            return;
        }
        var expected = last == null ? verdict : last.verdict();
        if (pen.hasBound(expected, there)) {
            told.putIfAbsent(id, new Told(verdict, clock.millis(), settings.numberInterval()));
        } else {
            told.remove(id);
            seen.put(id, there);
        }
    }

    private List<Task> due() {
        long now = clock.millis();
        var tasks = new ArrayList<Task>();
        verdicts.all().forEach((id, verdict) -> {
            var urgency = Urgency.of(verdict, told.get(id), hasStatus(id), now);
            if (urgency != Urgency.NONE && refusals.mayTry(id, now)) {
                tasks.add(new Task(id, urgency));
            }
        });
        for (var id : verdicts.ignored()) {
            if ((told.containsKey(id) || stale.contains(id)) && refusals.mayTry(id, now)) {
                tasks.add(new Task(id, Urgency.NEWS));
            }
        }
        tasks.sort(ORDER);
        return tasks;
    }

    private boolean hasStatus(MonitorId id) {
        return MonitorKind.of(id.kind())
                .filter(kind -> withStatus.contains(kind) && !withoutBindings.contains(kind))
                .isPresent();
    }

    private void tell(MonitorId id) throws Refused {
        try {
            var verdict = verdicts.all().get(id);
            if (verdict == null) {
                forget(id);
            } else {
                tell(verdict);
            }
            complaints.remove(id.kind());
        } catch (Refused refused) {
            switch (refused.why()) {
                case CONFLICT -> refusals.retryLater(id, clock.millis());
                case GONE -> {
                    refusals.retryLater(id, clock.millis());
                    lookAt = Math.min(lookAt, clock.millis() + LOOK_AFTER.toMillis()); // or its status alone is gone
                }
                case FORBIDDEN -> {
                    refusals.forbid(id.kind(), id.namespace());
                    complain(id.kind(), refused);
                }
                case INVALID -> {
                    refusals.retryLater(id, clock.millis());
                    complain(id.kind(), refused);
                }
                case UNREACHABLE -> throw refused;
            }
        }
    }

    private void tell(Verdict verdict) throws Refused {
        var id = verdict.id();
        var there = now(id);
        if (!there.isJudgedBy(verdict)) {
            // Edited a moment ago: what became of that is told when it is known.
            refusals.retryLater(id, clock.millis());
            return;
        }
        if (hasStatus(id)) {
            there = pen.bind(verdict, there);
            if (!pen.hasBound(there)) {
                withoutBindings.add(MonitorKind.of(id.kind()).orElseThrow());
            }
        }
        if (!hasStatus(id)) {
            var last = told.get(id);
            pen.announce(verdict, there, last == null ? null : last.verdict());
        }
        told.put(id, new Told(verdict, clock.millis(), patience(verdict)));
        seen.put(id, there.sharing(verdict));
        refusals.succeeded(id);
    }

    /** Numbers that change again and again are told more and more seldom. */
    private Duration patience(Verdict verdict) {
        var last = told.get(verdict.id());
        if (last == null || verdict.hasNewsFor(last.verdict()) || !verdict.isOfSameState(last.verdict())) {
            return settings.numberFirst();
        }
        var twice = last.patience().multipliedBy(2);
        return twice.compareTo(settings.numberInterval()) < 0 ? twice : settings.numberInterval();
    }

    private Seen now(MonitorId id) throws Refused {
        var there = seen.remove(id);
        return there == null ? pen.read(id) : there;
    }

    /** Takes away what was told of a monitor that is not ours any more. */
    private void forget(MonitorId id) throws Refused {
        if (hasStatus(id)) {
            pen.unbind(now(id));
        }
        told.remove(id);
        stale.remove(id);
        refusals.succeeded(id);
    }

    /** Once for a kind, until it succeeds again. */
    private void complain(String kind, Refused refused) {
        counters.failedOne();
        if (complaints.add(kind)) {
            LOG.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("reason", refused.getMessage())
                    .log("what became of monitors cannot be told on them");
        }
    }
}

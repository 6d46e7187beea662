package io.bkm.actors.joins;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.actors.resources.Owners;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.joins.PodFacts;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all pods, and its last changes, each with a number. Whoever knows the number of the last change that he
 * heard of is told of those since; whoever asks for more than is kept, or by a number of another operator, is told of all
 * pods.
 *
 * <p>Numbers begin at the time at which the operator began, in milliseconds, so that those of one operator are none of
 * another's. Written by one thread; read by others.
 */
public final class PodLog {

    /** As many as the original keeps. */
    static final int KEPT_CHANGES = 10_240;

    /** What became of a pod, as {@code GET /pods} tells it. */
    public record Event(boolean deleted, String namespace, String name, String address) {}

    /** @param number of the last change, to be asked with next time */
    public record Events(List<Event> events, long number) {

        public Events {
            events = List.copyOf(events);
        }
    }

    /**
     * @param more whether there are others after {@code to}
     */
    record Since(long to, boolean more, List<PodFacts> changed, List<PodKey> gone) {}

    record Page(long sequence, List<PodFacts> pods, boolean last) {}

    private record Known(Pod pod, PodFacts facts, String address) {}

    /** @param before what was known of the pod until then, null for a new one; {@code after} likewise for one that is gone */
    private record Change(
            long sequence,
            PodKey key,
            @Nullable Known before,
            @Nullable Known after) {

        boolean isOfFacts() {
            return before == null || after == null || !before.facts().equals(after.facts());
        }

        /** A pod without an address cannot be reached, so that nobody is told of it. */
        boolean isOfAddress() {
            return after == null
                    || (!after.address().isEmpty()
                            && (before == null || !before.address().equals(after.address())));
        }
    }

    private final InstantSource clock;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private Map<PodKey, Known> known = Map.of();
    /** Names of the known pods, sorted; made when somebody asks. */
    private final Map<String, List<PodKey>> byNode = new HashMap<>();

    private @Nullable PodScope lastScope;
    private List<PodKey> lastKeys = List.of();
    private JoinDemand demand = JoinDemand.NONE;
    private Owners owners = Owners.NONE;
    private PodOwners ownersOfPods = new PodOwners(Owners.NONE);
    private long epoch;
    private long sequence;
    private boolean ready;

    public PodLog(InstantSource clock) {
        this.clock = clock;
        begin();
    }

    /** An operator begins: numbers of before are not known to it. */
    synchronized void begin() {
        epoch = Math.max(clock.millis(), sequence + 1);
        sequence = epoch;
        changes.clear();
        known = Map.of();
        byNode.clear();
        lastScope = null;
        lastKeys = List.of();
        ready = false;
    }

    synchronized boolean isReady() {
        return ready;
    }

    synchronized long epoch() {
        return epoch;
    }

    synchronized long sequence() {
        return sequence;
    }

    /** For whoever may ask before the operator said anything: the pods of a first snapshot. */
    public synchronized void beginWith(Resources resources, Expanded expanded) {
        if (!ready) {
            var _ = update(resources, expanded);
        }
    }

    /**
     * Takes a snapshot. Looks anew at those pods alone that changed, or whose owners may have.
     *
     * @return the nodes of pods of which samples are told something else now
     */
    synchronized Set<String> update(Resources resources, Expanded expanded) {
        var asked = JoinDemand.of(expanded);
        Predicate<String> affected = affected(resources.owners(), asked);
        var reader = new PodReader(asked, ownersOfPods);
        var next = HashMap.<PodKey, Known>newHashMap(resources.pods().size());
        var nodes = new HashSet<String>();
        for (var pod : resources.pods()) {
            var key = new PodKey(KubeObjects.namespace(pod), pod.getMetadata().getName());
            var before = known.get(key);
            if (before != null && isSame(before.pod(), pod) && !affected.test(key.namespace())) {
                next.put(key, before);
            } else {
                var now = read(reader, pod, before);
                next.put(key, now);
                add(key, before, now, nodes);
            }
        }
        known.forEach((key, before) -> {
            if (!next.containsKey(key)) {
                add(key, before, null, nodes);
            }
        });
        known = next;
        byNode.clear();
        lastScope = null;
        lastKeys = List.of();
        ready = true;
        return nodes;
    }

    /** A pod that did not change is the same instance in the next snapshot. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Pod before, Pod now) {
        return before == now;
    }

    private static Known read(PodReader reader, Pod pod, @Nullable Known before) {
        var facts = reader.read(pod);
        return new Known(
                pod, before != null && before.facts().equals(facts) ? before.facts() : facts, KubeObjects.ip(pod));
    }

    private void add(PodKey key, @Nullable Known before, @Nullable Known after, Set<String> nodes) {
        if (!ready) {
            return;
        }
        var change = new Change(sequence + 1, key, before, after);
        if (!change.isOfFacts() && !change.isOfAddress()) {
            return;
        }
        sequence++;
        if (changes.size() == KEPT_CHANGES) {
            changes.removeFirst();
        }
        changes.addLast(change);
        if (change.isOfFacts()) {
            if (before != null) {
                nodes.add(before.facts().node());
            }
            if (after != null) {
                nodes.add(after.facts().node());
            }
        }
    }

    /** In which namespaces a pod that is the same may have another workload. */
    private Predicate<String> affected(Owners next, JoinDemand asked) {
        boolean otherDemand = !asked.equals(demand);
        demand = asked;
        if (!asked.any() || next.equals(owners)) {
            return _ -> otherDemand;
        }
        var namespaces = ChangedOwners.namespaces(owners, next);
        owners = next;
        ownersOfPods = new PodOwners(next);
        return namespace -> otherDemand || namespaces.contains(namespace);
    }

    /** Whether {@link #since} can answer. */
    synchronized boolean reaches(PodPosition position) {
        return position.epoch() == epoch && holds(position.sequence());
    }

    private boolean holds(long number) {
        long first = changes.isEmpty() ? sequence + 1 : changes.getFirst().sequence();
        return number >= epoch && number >= first - 1 && number <= sequence;
    }

    /**
     * What of the scope changed after {@code number}, as it is now.
     *
     * @param size about how many bytes it may come to
     */
    synchronized Since since(long number, PodScope scope, int size) {
        var latest = new LinkedHashMap<PodKey, Change>();
        long to = number;
        int room = size;
        for (var change : changes) {
            if (change.sequence() <= number) {
                continue;
            }
            if (room <= 0) {
                break;
            }
            to = change.sequence();
            if (change.isOfFacts() && (isIn(scope, change.before()) || isIn(scope, change.after()))) {
                latest.put(change.key(), change);
                room -= isIn(scope, change.after()) ? size(change.after()) : size(change.before());
            }
        }
        var changed = new ArrayList<PodFacts>();
        var gone = new ArrayList<PodKey>();
        latest.forEach((key, change) -> {
            if (change.after() != null && isIn(scope, change.after())) {
                changed.add(change.after().facts());
            } else {
                gone.add(key);
            }
        });
        return new Since(to, to < sequence, changed, gone);
    }

    /** The pods of the scope in the order of their names, those after {@code after} or all. */
    synchronized Page page(PodScope scope, @Nullable PodKey after, int size) {
        var keys = keys(scope);
        int found = after == null ? -1 : Collections.binarySearch(keys, after);
        int from = found >= 0 ? found + 1 : after == null ? 0 : -found - 1;
        var pods = new ArrayList<PodFacts>();
        int room = size;
        for (int i = from; i < keys.size(); i++) {
            if (room <= 0) {
                return new Page(sequence, pods, false);
            }
            var pod = known.get(keys.get(i));
            if (pod != null) {
                pods.add(pod.facts());
                room -= size(pod);
            }
        }
        return new Page(sequence, pods, true);
    }

    /** Sorted. Of several nodes, those of the last scope that was asked for are kept: its next page is asked for soon. */
    private List<PodKey> keys(PodScope scope) {
        if (scope.nodes().size() == 1) {
            return byNode().getOrDefault(scope.nodes().iterator().next(), List.of());
        }
        if (!scope.equals(lastScope)) {
            lastKeys = byNode().entrySet().stream()
                    .filter(entry -> scope.has(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream())
                    .sorted()
                    .toList();
            lastScope = scope;
        }
        return lastKeys;
    }

    private Map<String, List<PodKey>> byNode() {
        if (byNode.isEmpty()) {
            known.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> byNode.computeIfAbsent(
                                    entry.getValue().facts().node(), _ -> new ArrayList<>())
                            .add(entry.getKey()));
        }
        return byNode;
    }

    private static boolean isIn(PodScope scope, @Nullable Known known) {
        return known != null && scope.has(known.facts().node());
    }

    private static int size(@Nullable Known known) {
        return known == null ? 0 : PodSize.of(known.facts());
    }

    /** For {@code GET /pods}: what became of pods after {@code number}, or all that have an address. */
    public synchronized Events events(long number) {
        if (number <= 0 || !holds(number)) {
            return new Events(
                    known.entrySet().stream()
                            .filter(pod -> !pod.getValue().address().isEmpty())
                            .sorted(Map.Entry.comparingByKey())
                            .map(pod -> event(pod.getValue(), false))
                            .toList(),
                    sequence);
        }
        return new Events(
                changes.stream()
                        .filter(change -> change.sequence() > number && change.isOfAddress())
                        .map(PodLog::event)
                        .toList(),
                sequence);
    }

    private static Event event(Change change) {
        var of = change.after() != null ? change.after() : change.before();
        return of == null
                ? new Event(true, change.key().namespace(), change.key().name(), "")
                : event(of, change.after() == null);
    }

    private static Event event(Known of, boolean deleted) {
        return new Event(deleted, of.facts().namespace(), of.facts().name(), of.address());
    }
}

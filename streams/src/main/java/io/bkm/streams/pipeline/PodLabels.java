package io.bkm.streams.pipeline;

import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodTable;
import io.bkm.streams.joins.PodTable.FoundContainer;
import io.bkm.streams.targets.PodJoin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The labels of pods on the samples of one target. The original applies a list of rules to each sample, some for each pod
 * of a node (specs/bkmonitor-operator.md 7.2, W18); here a series looks its pod up once, when it is planned, and its plan
 * remembers what was found, be it nothing. When the table changes, those plans alone are stale that found something else.
 *
 * <p>The labels are those that the rules give, but for pods whose names read as a regex match others too.
 */
final class PodLabels {

    /** Answers of {@link #apply} besides places. */
    static final int NOTHING_TO_FIND = -1;

    private static final int FEW_PLACES = 1024;
    private static final String NAMESPACE = "namespace";
    private static final String POD_NAME = "pod_name";
    private static final String CONTAINER_ID = "container_id";
    private static final String CONTAINER_NAME = "container_name";

    /** A name that stands after a path in JSON: {@code ({.id})NAME}. */
    private static final Pattern PATH = Pattern.compile("^\\(.*?\\)");

    /** What a series is looked up by: its own labels. */
    private record Key(String container, String namespace, String pod) {}

    private record Found(
            @Nullable FoundContainer container, @Nullable PodFacts pod) {
        /** Facts are the same instance until they change. */
        @SuppressWarnings("ReferenceEquality")
        boolean isSame(Found other) {
            return pod == other.pod && Objects.equals(container, other.container);
        }
    }

    /** @param key in the dimensions of a pod */
    private record Asked(String key, String dimension) {}

    private final PodJoin join;
    private final PodTable table;
    private final List<Asked> asked;
    /** What was looked up, by its place, which plans name. */
    private final List<Key> keys = new ArrayList<>();

    private final List<Found> found = new ArrayList<>();
    private final Map<Key, Integer> places = new HashMap<>();
    /** Places where something else is found than when their series were planned. */
    private final BitSet stale = new BitSet();

    private boolean anyStale;
    private long version;
    private int crowded = FEW_PLACES;

    PodLabels(PodJoin join, PodTable table) {
        this.join = join;
        this.table = table;
        this.version = table.version();
        var _ = table.covers(join); // so that they are asked for before the first scrape
        this.asked = new ArrayList<>();
        join.labels().forEach(name -> asked.add(asked("label_", name, PodFacts::ofLabel)));
        join.annotations().forEach(name -> asked.add(asked("annotation_", name, PodFacts::ofAnnotation)));
    }

    private static Asked asked(String prefix, String name, Function<String, String> key) {
        var dimension = SeriesPlanner.normalize(prefix + PATH.matcher(name).replaceFirst(""));
        return new Asked(key.apply(name), dimension);
    }

    /** Before a scrape: looks at what changed. False where the scrape had better not be told of yet. */
    boolean begin() {
        if (!table.covers(join)) {
            return false;
        }
        long now = table.version();
        if (now != version) {
            version = now;
            for (int place = 0; place < keys.size(); place++) {
                var next = find(keys.get(place));
                if (!next.isSame(found.get(place))) {
                    found.set(place, next);
                    stale.set(place);
                    anyStale = true;
                }
            }
        }
        return true;
    }

    boolean isStale(byte[] program, int plan) {
        return anyStale && program[plan] == SeriesPlan.JOINED && stale.get(SeriesPlan.varint(program, plan + 1));
    }

    /**
     * After a scrape that gave {@code program}: all its plans are of now.
     *
     * @return false where most places are of pods that are gone, so that nothing is kept and all series are planned anew
     */
    boolean done(SeriesProgram program) {
        stale.clear();
        anyStale = false;
        if (keys.size() <= crowded) {
            return true;
        }
        var used = new BitSet(keys.size());
        for (int entry = 0; entry < program.end(); entry = program.next(entry)) {
            int plan = program.plan(entry);
            if (program.code()[plan] == SeriesPlan.JOINED) {
                used.set(SeriesPlan.varint(program.code(), plan + 1));
            }
        }
        crowded = Math.max(FEW_PLACES, 2 * used.cardinality());
        if (keys.size() <= crowded) {
            return true;
        }
        keys.clear();
        found.clear();
        places.clear();
        return false;
    }

    /**
     * Puts the labels of its pod to those of a sample, and takes {@code container_id} away where containers are looked up.
     *
     * @return the place that the series' plan hangs on
     */
    int apply(Map<String, String> labels) {
        var id = join.containers() ? labels.getOrDefault(CONTAINER_ID, "") : "";
        var key = new Key(id, labels.getOrDefault(NAMESPACE, ""), labels.getOrDefault(POD_NAME, ""));
        if (join.containers()) {
            labels.remove(CONTAINER_ID);
        }
        if (id.isEmpty() && (key.namespace().isEmpty() || key.pod().isEmpty())) {
            return NOTHING_TO_FIND;
        }
        int place = places.computeIfAbsent(key, this::add);
        var here = found.get(place);
        if (here.container() != null) {
            ofContainer(here.container(), labels);
        }
        if (here.pod() != null) {
            ofPod(here.pod(), labels);
        }
        return place;
    }

    /** Whether a sample with these labels, to which its pod's were put, is sent. */
    boolean keeps(Map<String, String> labels) {
        return !join.containers() || !labels.getOrDefault(CONTAINER_NAME, "").isEmpty();
    }

    private int add(Key key) {
        var next = find(key);
        keys.add(key);
        found.add(next);
        return keys.size() - 1;
    }

    private Found find(Key key) {
        var container = key.container().isEmpty() ? null : table.container(key.container());
        if (container != null && !container.pod().node().equals(join.node())) {
            container = null;
        }
        if (container != null) {
            return new Found(
                    container,
                    table.pod(container.pod().namespace(), container.pod().name()));
        }
        return new Found(null, table.pod(key.namespace(), key.pod()));
    }

    private static void ofContainer(FoundContainer found, Map<String, String> labels) {
        put(labels, POD_NAME, found.pod().name());
        put(labels, "pod", found.pod().name());
        put(labels, NAMESPACE, found.pod().namespace());
        put(labels, CONTAINER_NAME, found.container().name());
        put(labels, "container", found.container().name());
        put(labels, "image", found.container().image());
    }

    private void ofPod(PodFacts pod, Map<String, String> labels) {
        boolean counts = join.onlyPod().isEmpty() || join.onlyPod().equals(pod.name());
        if (counts && !join.node().isEmpty() && join.node().equals(pod.node())) {
            put(labels, "workload_kind", pod.workloadKind());
            put(labels, "workload_name", pod.workloadName());
        }
        for (var each : asked) {
            var value = pod.dimensions().get(each.key());
            if (value != null) {
                put(labels, each.dimension(), value);
            }
        }
    }

    /** An empty value is no label, as in Prometheus. */
    private static void put(Map<String, String> labels, String name, String value) {
        if (value.isEmpty()) {
            labels.remove(name);
        } else {
            labels.put(name, value);
        }
    }
}

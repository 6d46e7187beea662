package io.bkm.streams.pipeline;

import io.bkm.streams.exposition.Entry;
import io.bkm.streams.exposition.SeriesLabels;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.Relabeler;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the labels of a series in an exposition to those it is stored under (Prometheus' {@code mutateSampleLabels}): the
 * target's are merged in by honorLabels, then metric relabeling sees the whole.
 */
final class StoredLabels {

    private static final String EXPORTED = "exported_";

    private final Labels target;
    private final boolean honorLabels;
    private final Relabeler relabeler;
    private final LabelLimits limits;

    StoredLabels(Target target) {
        this.target = target.labels();
        honorLabels = target.honorLabels();
        relabeler = Relabeler.of(target.metricRelabelings());
        limits = new LabelLimits(target.limits());
    }

    /** A series that Prometheus refuses, and the scrape with it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String detail) {
            super(detail, null, false, false);
        }
    }

    /** Null when relabeling drops the series. */
    @Nullable
    Labels of(byte[] body, Entry entry) throws Refused, SeriesPlanner.LimitExceeded {
        var exposed = new LinkedHashMap<String, String>();
        var twice = new HashSet<String>();
        SeriesLabels.of(body, entry, false).forEach((name, value) -> {
            var text = new String(name, StandardCharsets.UTF_8);
            if (exposed.put(text, new String(value, StandardCharsets.UTF_8)) != null && !target.has(text)) {
                twice.add(text);
            }
        });
        var labels = relabeler.apply(honorLabels ? honored(exposed) : overridden(exposed));
        if (labels == null || labels.isEmpty()) {
            return null;
        }
        if (!labels.has("__name__")) {
            throw new Refused(labels + " has no metric name (expected: __name__, which relabeling must not remove)");
        }
        unique(labels, twice);
        limits.check(labels);
        return labels;
    }

    /** The series' own win, even an empty one: that is how an exposition says that the label does not apply. */
    private Labels honored(Map<String, String> exposed) {
        var merged = Labels.of(exposed).edit();
        target.forEach((name, value) -> {
            if (!exposed.containsKey(name)) {
                merged.set(name, value);
            }
        });
        return merged.build();
    }

    /** The target's win; the series' are kept under the next free {@code exported_…} name, short names first. */
    private Labels overridden(Map<String, String> exposed) {
        var merged = Labels.of(exposed).edit();
        List<String> conflicts = new ArrayList<>();
        target.forEach((name, value) -> {
            if (!exposed.getOrDefault(name, "").isEmpty()) {
                conflicts.add(name);
            }
            merged.set(name, value);
        });
        conflicts.sort(Comparator.comparingInt(name -> name.getBytes(StandardCharsets.UTF_8).length));
        for (var name : conflicts) {
            var exported = EXPORTED + name;
            while (merged.has(exported)) {
                exported = EXPORTED + exported;
            }
            merged.set(exported, exposed.getOrDefault(name, ""));
        }
        return merged.build();
    }

    private static void unique(Labels labels, Set<String> twice) throws Refused {
        for (var name : twice) {
            if (labels.has(name)) {
                throw new Refused("label name " + name + " is not unique in " + labels);
            }
        }
    }
}

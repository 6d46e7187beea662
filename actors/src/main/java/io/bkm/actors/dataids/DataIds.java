package io.bkm.actors.dataids;

import io.bkm.crds.DataId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The DataIDs of one environment and which of them a monitor's samples go to.
 *
 * <p>For metrics, in this order:
 *
 * <ol>
 *   <li>a DataID whose rule names exactly this monitor: one kind, one namespace, one name;
 *   <li>for a system monitor the system DataID, or none at all;
 *   <li>a DataID whose rule matches, the closest first: namespace and name, name, namespace, a whole kind;
 *   <li>the common DataID, or none.
 * </ol>
 *
 * <p>Where several are left, the object whose name comes first. So the answer hangs on the objects alone: the original
 * (specs/bkmonitor-operator.md 2.2) takes what a walk over a map finds first, and of two objects with the same rule the
 * one that was written last, until either is deleted (W11).
 */
public final class DataIds {

    private static final Comparator<Entry> CLOSEST_FIRST =
            Comparator.comparing((Entry entry) -> entry.rule.closeness()).thenComparing(Entry::objectName);

    private record Entry(DataId dataId, MatchRule rule) {
        String objectName() {
            return dataId.metadata().name();
        }
    }

    public static final DataIds NONE = of(List.of(), "");

    private final Purpose metrics;
    private final Purpose events;

    private DataIds(Purpose metrics, Purpose events) {
        this.metrics = metrics;
        this.events = events;
    }

    /**
     * @param environment only the DataIDs count whose label {@code bk_env} is this; "" are those without one
     */
    public static DataIds of(List<DataId> dataIds, String environment) {
        var ours = dataIds.stream()
                .filter(dataId -> label(dataId, "bk_env").equals(environment))
                .map(dataId -> new Entry(dataId, MatchRule.of(dataId)))
                .sorted(CLOSEST_FIRST)
                .toList();
        return new DataIds(Purpose.of(ours, "metric"), Purpose.of(ours, "event"));
    }

    /**
     * The DataID of a monitor's metrics; empty where none matches.
     *
     * @param kind {@code ServiceMonitor} and so on, in any case
     * @param system whether the monitor is one of the platform
     */
    public Optional<DataId> match(String kind, String namespace, String name, boolean system) {
        return metrics.match(kind, namespace, name, system);
    }

    /** The platform's own DataID for metrics. */
    public Optional<DataId> systemMetrics() {
        return metrics.system();
    }

    /** For metrics that belong to no monitor, such as those of bkm itself. */
    public Optional<DataId> commonMetrics() {
        return metrics.common();
    }

    /** For Kubernetes events. */
    public Optional<DataId> systemEvents() {
        return events.system();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataIds dataIds && metrics.equals(dataIds.metrics) && events.equals(dataIds.events);
    }

    @Override
    public int hashCode() {
        return 31 * metrics.hashCode() + events.hashCode();
    }

    private static String label(DataId dataId, String name) {
        return dataId.metadata().labels().getOrDefault(name, "");
    }

    /** The DataIDs with one value of the label {@code usage}. */
    private record Purpose(Optional<DataId> system, Optional<DataId> common, List<Entry> rules) {

        static Purpose of(List<Entry> entries, String usage) {
            var all = entries.stream()
                    .filter(entry -> label(entry.dataId, "usage").equals(usage))
                    .toList();
            return new Purpose(
                    first(all.stream().filter(Purpose::isSystem).toList()),
                    first(all.stream().filter(Purpose::isCommon).toList()),
                    all.stream()
                            .filter(entry -> !isSystem(entry) && !isCommon(entry))
                            .toList());
        }

        Optional<DataId> match(String kind, String namespace, String name, boolean isSystem) {
            var matching = rules.stream().filter(entry -> entry.rule.matches(kind, namespace, name));
            if (isSystem) {
                return matching.filter(entry -> entry.rule.closeness() == MatchRule.Closeness.EXACT)
                        .findFirst()
                        .map(Entry::dataId)
                        .or(() -> system);
            }
            return matching.findFirst().map(Entry::dataId).or(() -> common);
        }

        private static Optional<DataId> first(List<Entry> entries) {
            return entries.stream().min(Comparator.comparing(Entry::objectName)).map(Entry::dataId);
        }

        private static boolean isSystem(Entry entry) {
            return label(entry.dataId, "isSystem").equals("true");
        }

        /** A system DataID may carry the label of the common one too; it means nothing there. */
        private static boolean isCommon(Entry entry) {
            return !isSystem(entry) && label(entry.dataId, "isCommon").equals("true");
        }
    }
}

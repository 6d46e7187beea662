package io.bkm.actors.dataids;

import io.bkm.crds.DataId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes of DataIDs that were seen from one snapshot to the next. One for the life of a member. */
public final class DataIdCounters {

    /** What may happen to a DataID. */
    public enum Change {
        ADD("Add"),
        UPDATE("Update"),
        DELETE("Delete"),
        /** Of another environment, or for something that is neither metrics nor events. */
        SKIP("Skip");

        private final String label;

        Change(String label) {
            this.label = label;
        }

        /** As the original names it. */
        public String label() {
            return label;
        }
    }

    private final String environment;
    private final EnumMap<Change, Long> counts = new EnumMap<>(Change.class);
    private Map<String, DataId> last = Map.of();

    public DataIdCounters(String environment) {
        this.environment = environment;
    }

    /** Those of the environment that are for metrics or events. */
    public static boolean counts(DataId dataId, String environment) {
        var labels = dataId.metadata().labels();
        return labels.getOrDefault("bk_env", "").equals(environment)
                && List.of("metric", "event").contains(labels.getOrDefault("usage", ""));
    }

    /** Compares them with those of the snapshot before. */
    public synchronized void saw(List<DataId> dataIds) {
        var now = new HashMap<String, DataId>();
        for (var dataId : dataIds) {
            var name = dataId.metadata().name();
            now.put(name, dataId);
            var before = last.get(name);
            if (!dataId.equals(before)) {
                count(counts(dataId, environment) ? (before == null ? Change.ADD : Change.UPDATE) : Change.SKIP);
            }
        }
        last.forEach((name, dataId) -> {
            if (!now.containsKey(name)) {
                count(counts(dataId, environment) ? Change.DELETE : Change.SKIP);
            }
        });
        last = now;
    }

    private void count(Change change) {
        counts.merge(change, 1L, Long::sum);
    }

    /** Without those that never happened. */
    public synchronized Map<Change, Long> counts() {
        return new EnumMap<>(counts);
    }
}

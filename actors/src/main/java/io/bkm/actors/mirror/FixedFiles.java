package io.bkm.actors.mirror;

import io.bkm.actors.dataids.DataIds;
import io.bkm.crds.DataId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The two files that are no scrape: Kubernetes events and the clock (specs/bkmonitor-operator.md 5.1). */
final class FixedFiles {

    static final String EVENTS = "kubernetes-event.conf";
    static final String TIMESYNC = "timesync.conf";

    private FixedFiles() {}

    /** Empty while a DataID is missing that it needs. */
    static Optional<String> events(DataIds dataIds, MirrorSettings.Events settings) {
        var own = dataIds.commonMetrics().map(DataId::spec);
        return dataIds.systemEvents()
                .map(DataId::spec)
                .flatMap(events -> own.map(metrics -> {
                    var file = head("kubeevent", "event_collect");
                    file.put("task_id", 1);
                    file.put("dataid", events.dataID());
                    file.put("upmetrics_dataid", metrics.dataID());
                    file.put("interval", settings.interval());
                    file.put("tail_files", settings.tailFiles());
                    file.put("labels", List.of(new TreeMap<>(events.labels())));
                    return GoYaml.write(file);
                }));
    }

    /** For the worker of a node. Empty where it is off or the system DataID is missing. */
    static Optional<String> timesync(DataIds dataIds, MirrorSettings.Timesync settings, String node) {
        if (!settings.enabled()) {
            return Optional.empty();
        }
        return dataIds.systemMetrics().map(DataId::spec).map(metrics -> {
            var labels = new TreeMap<>(metrics.labels());
            labels.put("node", node);
            var file = head("timesync", "timesync_collect");
            file.put("task_id", "2");
            file.put("dataid", metrics.dataID());
            file.put("period", "1m");
            file.put("env", "kube");
            file.put("ntpd_path", settings.ntpdPath());
            file.put("query_timeout", settings.queryTimeout());
            file.put("chrony_address", settings.chronyAddress());
            file.put("labels", List.of(labels));
            return GoYaml.write(file);
        });
    }

    private static Map<String, Object> head(String type, String name) {
        var file = new LinkedHashMap<String, Object>();
        file.put("type", type);
        file.put("name", name);
        file.put("version", "1");
        return file;
    }
}

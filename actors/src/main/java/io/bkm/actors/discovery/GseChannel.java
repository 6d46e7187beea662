package io.bkm.actors.discovery;

import io.bkm.actors.dataids.DataIds;
import io.bkm.crds.DataId;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.PodJoin;
import io.bkm.streams.targets.Populated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The DataID of a monitor and what it adds to all of the monitor's targets (specs/bkmonitor-operator.md 2.2, 3.6).
 *
 * @param labels of the DataID, those of the annotation {@code extendLabels} over them
 */
record GseChannel(
        long dataId,
        Map<String, String> labels,
        boolean normalizeMetricName,
        Map<String, String> metricReplace,
        Map<String, String> dimensionReplace) {

    private static final String ADDRESS = "__address__";
    private static final String PATH = "__metrics_path__";
    private static final String SCHEME = "__scheme__";

    /** Labels that the rules of the original do not make. */
    private static final List<String> NOT_IN_TASK_ID =
            List.of("__scrape_interval__", "__scrape_timeout__", "__tmp_prometheus_job_name");

    /**
     * Empty where no DataID matches. A number that the monitor itself schedules needs no DataID object; it takes what
     * the system DataID says of metrics and dimensions, but none of its labels, as in the original.
     */
    static Optional<GseChannel> of(MonitorId monitor, MonitorAnnotations annotations, DataIds dataIds) {
        if (annotations.scheduledDataId() > 0) {
            var system = dataIds.systemMetrics().map(DataId::spec);
            return Optional.of(new GseChannel(
                    annotations.scheduledDataId(),
                    annotations.extendLabels(),
                    annotations.normalizeMetricName(),
                    system.map(DataId.Spec::metricReplace).orElse(Map.of()),
                    system.map(DataId.Spec::dimensionReplace).orElse(Map.of())));
        }
        return dataIds.match(monitor.kind(), monitor.namespace(), monitor.name(), annotations.system())
                .map(DataId::spec)
                .map(spec -> {
                    var labels = new TreeMap<>(spec.labels());
                    labels.putAll(annotations.extendLabels());
                    return new GseChannel(
                            spec.dataID(),
                            labels,
                            annotations.normalizeMetricName(),
                            spec.metricReplace(),
                            spec.dimensionReplace());
                });
    }

    /**
     * @param url that is scraped
     * @param namespace of the object that gave the target, {@code -} where there is none
     * @param builtinLabels those that GSE gets twice
     * @param ofNode labels of the target's node that the monitor asks for
     * @param join what its samples are told of pods, null for nothing
     */
    GseRoute route(
            ScrapeJob job,
            Populated.Kept kept,
            String url,
            String namespace,
            List<String> builtinLabels,
            Labels ofNode,
            @Nullable PodJoin join) {
        int query = url.indexOf('?');
        var dimensions = new Labels.Builder();
        // In the original this is a label of the target, which the monitor's own rules may change.
        if (job.monitor().isResource() && !kept.labels().has("monitor_type")) {
            dimensions.set("monitor_type", job.monitor().kind());
        }
        for (var name : builtinLabels) {
            dimensions.set("bk_" + name, kept.labels().get(name));
        }
        dimensions.set("bk_endpoint_url", query < 0 ? url : url.substring(0, query));
        dimensions.set("bk_endpoint_index", Integer.toString(job.endpointIndex()));
        dimensions.set("bk_monitor_name", job.monitor().name());
        dimensions.set("bk_monitor_namespace", job.monitor().namespace());
        ofNode.forEach(dimensions::set);
        labels.forEach(dimensions::set);
        return new GseRoute(
                dataId,
                dimensions.build(),
                taskId(job, kept, url, namespace),
                normalizeMetricName,
                metricReplace,
                dimensionReplace,
                join);
    }

    private long taskId(ScrapeJob job, Populated.Kept kept, String url, String namespace) {
        var all = kept.allLabels();
        var labels = all.edit();
        for (var name : all.names()) {
            boolean ofTheJob = name.startsWith("__param_")
                    && all.get(name).equals(kept.discovered().get(name));
            if (ofTheJob || NOT_IN_TASK_ID.contains(name)) {
                labels.remove(name);
            }
        }
        if (job.monitor().isResource() && !all.has("monitor_type")) {
            labels.set("monitor_type", job.monitor().kind());
        }
        labels.set(ADDRESS, withPort(all.get(ADDRESS), all.get(SCHEME)));
        int host = url.indexOf("//") + 2;
        int end = url.indexOf('/', host);
        var address = url.substring(host, end < 0 ? url.length() : end);
        return TaskId.of(
                dataId,
                withPort(address, all.get(SCHEME)),
                all.get(PATH),
                labels.build(),
                job.endpointIndex(),
                namespace,
                job.monitor().name());
    }

    private static String withPort(String address, String scheme) {
        boolean hasPort = address.lastIndexOf(':') > address.lastIndexOf(']') && address.lastIndexOf(':') >= 0;
        return hasPort ? address : address + (scheme.equals("https") ? ":443" : ":80");
    }
}

package io.bkm.streams.targets;

import io.bkm.streams.labels.Labels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the samples of a target travel over GSE: bkmonitor's DataID and the dimensions it adds
 * (specs/bkmonitor-operator.md 3.6, 9.6, 9.9).
 *
 * @param dimensions added to the target's labels: {@code monitor_type}, {@code bk_endpoint_url} …, the DataID's labels
 * @param taskId stable per target; a dimension of the gather-up packet
 * @param metricReplace samples of the first name are copied to the second
 * @param dimensionReplace a label of the first name is copied to the second
 * @param join what samples are told of their pods; null where nobody asks
 */
public record GseRoute(
        long dataId,
        Labels dimensions,
        long taskId,
        boolean normalizeMetricName,
        Map<String, String> metricReplace,
        Map<String, String> dimensionReplace,
        @Nullable PodJoin join) {

    public GseRoute {
        metricReplace = Map.copyOf(metricReplace);
        dimensionReplace = Map.copyOf(dimensionReplace);
    }

    /** Without labels of pods. */
    public GseRoute(
            long dataId,
            Labels dimensions,
            long taskId,
            boolean normalizeMetricName,
            Map<String, String> metricReplace,
            Map<String, String> dimensionReplace) {
        this(dataId, dimensions, taskId, normalizeMetricName, metricReplace, dimensionReplace, null);
    }
}

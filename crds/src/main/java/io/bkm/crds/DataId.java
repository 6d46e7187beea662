package io.bkm.crds;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data channel of the backend and the monitors whose samples go there. Cluster-scoped,
 * {@code monitoring.bk.tencent.com/v1beta1}. Its labels ({@code usage}, {@code isSystem}, {@code isCommon},
 * {@code bk_env}) say what it is for.
 */
public record DataId(Metadata metadata, Spec spec) implements CustomResource {

    /**
     * The channel.
     *
     * @param dataID number of the channel, in every packet
     * @param labels dimensions that every sample gets
     * @param metricReplace deprecated but obeyed: samples are copied to a second metric name, old to new
     * @param dimensionReplace deprecated but obeyed: labels are copied to a second name, old to new
     * @param report deprecated; nothing reads it
     */
    public record Spec(
            long dataID,
            @Nullable MonitorResource monitorResource,
            Map<String, String> labels,
            Map<String, String> metricReplace,
            Map<String, String> dimensionReplace,
            @Nullable Report report) {

        public Spec {
            labels = Sorted.copyOf(labels);
            metricReplace = Sorted.copyOf(metricReplace);
            dimensionReplace = Sorted.copyOf(dimensionReplace);
        }
    }

    /** The monitors that it is for. Each field is a list separated by {@code |}; "" matches nothing in particular. */
    public record MonitorResource(
            @OrEmpty String namespace,
            @OrEmpty String kind,
            @OrEmpty String name) {}

    /** Limits of a packet. */
    public record Report(long maxMetric, long maxSizeByte) {}

    @Override
    public String kind() {
        return "DataID";
    }
}

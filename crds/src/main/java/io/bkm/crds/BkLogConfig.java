package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which logs BlueKing's log collector reads, {@code bk.tencent.com/v1alpha1}: only the fields that say whose logs these
 * are, since here they become relations and nothing else. Its label {@code bk_env} says which installation it is for.
 */
public record BkLogConfig(Metadata metadata, Spec spec) implements CustomResource {

    /**
     * Whose logs.
     *
     * @param dataId number of the channel that the logs go to; 0 where it has none yet
     * @param logConfigType {@code std_log_config}, {@code container_log_config} or {@code node_log_config}
     * @param allContainer every container of the namespaces, whatever the other fields say
     * @param namespace the only one, where {@code namespaceSelector} says nothing; "" for all
     * @param workloadType kind of the pods' owner, whatever its case; "" for any
     * @param workloadName name of the pods' owner, or a regular expression that is found in it; "" for any
     * @param containerNameMatch names of containers; empty for all
     * @param containerNameExclude wins over {@code containerNameMatch}
     * @param labelSelector of pods, or of nodes for {@code node_log_config}
     * @param annotationSelector the same for annotations
     */
    public record Spec(
            long dataId,
            @OrEmpty String logConfigType,
            boolean allContainer,
            @OrEmpty String namespace,
            @Nullable Namespaces namespaceSelector,
            @OrEmpty String workloadType,
            @OrEmpty String workloadName,
            List<String> containerNameMatch,
            List<String> containerNameExclude,
            @Nullable LabelSelector labelSelector,
            @Nullable LabelSelector annotationSelector) {

        public Spec {
            containerNameMatch = List.copyOf(containerNameMatch);
            containerNameExclude = List.copyOf(containerNameExclude);
        }
    }

    /** {@code any} wins over {@code excludeNames}, and these over {@code matchNames}. */
    public record Namespaces(boolean any, List<String> matchNames, List<String> excludeNames) {

        public Namespaces {
            matchNames = List.copyOf(matchNames);
            excludeNames = List.copyOf(excludeNames);
        }
    }

    @Override
    public String kind() {
        return "BkLogConfig";
    }
}

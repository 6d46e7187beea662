package io.bkm.actors.reports;

import static io.bkm.actors.discovery.kubernetes.KubeObjects.name;
import static io.bkm.actors.discovery.kubernetes.KubeObjects.namespace;

import io.bkm.actors.resources.Resources;
import io.bkm.crds.BkLogConfig;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** Which log channel has the logs of which pods and nodes, from BkLogConfigs. */
final class LogRelations {

    private static final String DATA_ID = "bk_data_id";

    private LogRelations() {}

    /** @param pods by namespace */
    static void add(Resources resources, Map<String, List<Pod>> pods, String environment, RelationLines lines) {
        for (var config : resources.logConfigs()) {
            if (config.metadata().labels().getOrDefault("bk_env", "").equals(environment)) {
                add(config, pods, resources.nodes(), lines);
            }
        }
    }

    private static void add(BkLogConfig config, Map<String, List<Pod>> pods, List<Node> nodes, RelationLines lines) {
        var dataId = Long.toString(config.spec().dataId());
        lines.add(
                "bklogconfig_with_datasource_relation",
                DATA_ID,
                dataId,
                "bklogconfig_namespace",
                config.metadata().namespace(),
                "bklogconfig_name",
                config.metadata().name());
        var match = new LogMatch(config.spec());
        switch (config.spec().logConfigType()) {
            case "std_log_config", "container_log_config" ->
                pods.forEach((namespace, there) -> {
                    if (match.namespace(namespace)) {
                        there.stream().filter(match::pod).forEach(pod -> pod(dataId, pod, lines));
                    }
                });
            case "node_log_config" -> nodes.stream().filter(match::node).forEach(node -> node(dataId, node, lines));
            default -> {} // a kind of logs that has neither
        }
    }

    private static void pod(String dataId, Pod pod, RelationLines lines) {
        lines.add("datasource_with_pod_relation", DATA_ID, dataId, "namespace", namespace(pod), "pod", name(pod));
    }

    private static void node(String dataId, Node node, RelationLines lines) {
        lines.add("datasource_with_node_relation", DATA_ID, dataId, "node", name(node));
    }
}

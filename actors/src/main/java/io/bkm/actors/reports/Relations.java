package io.bkm.actors.reports;

import static io.bkm.actors.discovery.kubernetes.KubeObjects.name;
import static io.bkm.actors.discovery.kubernetes.KubeObjects.namespace;

import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.actors.joins.PodOwners;
import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who belongs to whom, as metrics with the value 1 (specs/bkmonitor-operator.md 7.3). */
final class Relations {

    private static final Map<String, List<String>> OF_PODS = Map.of(
            "Job", List.of("job_with_pod_relation", "job"),
            "ReplicaSet", List.of("pod_with_replicaset_relation", "replicaset"),
            "StatefulSet", List.of("pod_with_statefulset_relation", "statefulset"),
            "GameStatefulSet", List.of("pod_with_statefulset_relation", "statefulset"),
            "DaemonSet", List.of("daemonset_with_pod_relation", "daemonset"));

    private final RelationLines lines = new RelationLines();

    private final Resources resources;
    private final PodOwners owners;

    private Relations(Resources resources) {
        this.resources = resources;
        this.owners = new PodOwners(resources.owners());
    }

    /** @param logEnvironment BkLogConfigs count whose label {@code bk_env} is this */
    static String of(Resources resources, String logEnvironment) {
        var relations = new Relations(resources);
        var pods = resources.pods().stream().collect(Collectors.groupingBy(KubeObjects::namespace));
        relations.nodes();
        resources.pods().forEach(relations::pod);
        relations.replicaSets();
        ServiceRelations.add(resources, pods, relations.lines);
        LogRelations.add(resources, pods, logEnvironment, relations.lines);
        return relations.lines.toString();
    }

    private void nodes() {
        for (var node : resources.nodes()) {
            if (node.getStatus() != null) {
                node.getStatus().getAddresses().stream()
                        .filter(address -> address.getType().equals("InternalIP"))
                        .forEach(address -> lines.add(
                                "node_with_system_relation", "node", name(node), "bk_target_ip", address.getAddress()));
            }
        }
    }

    private void pod(Pod pod) {
        owners.direct(pod).ifPresent(owner -> {
            var relation = OF_PODS.get(owner.kind());
            if (relation != null) {
                lines.add(
                        relation.getFirst(),
                        "namespace",
                        namespace(pod),
                        "pod",
                        name(pod),
                        relation.getLast(),
                        owner.name());
            }
        });
        if (pod.getSpec() == null) {
            return;
        }
        var node = KubeObjects.nodeName(pod);
        if (!node.isEmpty()) {
            lines.add("node_with_pod_relation", "namespace", namespace(pod), "pod", name(pod), "node", node);
        }
        for (var container : pod.getSpec().getContainers()) {
            if (!node.isEmpty()) {
                lines.add(
                        "container_with_pod_relation",
                        "namespace",
                        namespace(pod),
                        "pod",
                        name(pod),
                        "node",
                        node,
                        "container",
                        container.getName());
            }
            image(pod, container);
        }
    }

    /** Of an image with exactly one colon: a registry with a port has two. */
    private void image(Pod pod, Container container) {
        var image = KubeObjects.text(container.getImage());
        int colon = image.indexOf(':');
        if (colon < 0 || image.indexOf(':', colon + 1) >= 0) {
            return;
        }
        for (var metric : List.of("container_info_relation", "app_version_with_container_relation")) {
            lines.add(
                    metric,
                    "pod",
                    name(pod),
                    "namespace",
                    namespace(pod),
                    "container",
                    container.getName(),
                    "app_name",
                    image.substring(0, colon),
                    "version",
                    image.substring(colon + 1));
        }
    }

    private void replicaSets() {
        for (var set : resources.owners().replicaSets()) {
            owners.direct(set)
                    .filter(owner -> owner.kind().equals("Deployment"))
                    .ifPresent(owner -> lines.add(
                            "deployment_with_replicaset_relation",
                            "namespace",
                            namespace(set),
                            "replicaset",
                            name(set),
                            "deployment",
                            owner.name()));
        }
    }

    static Map<String, String> labels(HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    static Map<String, String> annotations(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}

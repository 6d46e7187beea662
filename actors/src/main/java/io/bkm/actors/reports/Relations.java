package io.bkm.actors.reports;

import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to whom, as metrics with the value 1 (specs/bkmonitor-operator.md 7.3). Values are escaped, which the
 * original forgets (W25); lines are sorted. BkLogConfigs are not read, so that their relations are missing.
 */
final class Relations {

    private static final Map<String, String> OF_PODS = Map.of(
            "Job", "job_with_pod_relation|job",
            "ReplicaSet", "pod_with_replicaset_relation|replicaset",
            "StatefulSet", "pod_with_statefulset_relation|statefulset",
            "GameStatefulSet", "pod_with_statefulset_relation|statefulset",
            "DaemonSet", "daemonset_with_pod_relation|daemonset");

    private final Resources resources;
    private final PodOwners owners;
    private final TreeSet<String> lines = new TreeSet<>();

    private Relations(Resources resources) {
        this.resources = resources;
        this.owners = new PodOwners(resources.owners());
    }

    static String of(Resources resources) {
        var relations = new Relations(resources);
        relations.nodes();
        resources.pods().forEach(relations::pod);
        resources.services().forEach(relations::service);
        relations.ingresses();
        relations.replicaSets();
        var text = new StringBuilder();
        relations.lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private void add(String name, String... labels) {
        var line = new StringBuilder(name);
        for (int i = 0; i < labels.length; i += 2) {
            line.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(escape(labels[i + 1]))
                    .append('"');
        }
        lines.add(line.append("} 1").toString());
    }

    static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private void nodes() {
        for (var node : resources.nodes()) {
            if (node.getStatus() != null) {
                node.getStatus().getAddresses().stream()
                        .filter(address -> address.getType().equals("InternalIP"))
                        .forEach(address -> add(
                                "node_with_system_relation", "node", name(node), "bk_target_ip", address.getAddress()));
            }
        }
    }

    private void pod(Pod pod) {
        var node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        if (node != null && !node.isEmpty()) {
            add("node_with_pod_relation", "namespace", namespace(pod), "pod", name(pod), "node", node);
        }
        owners.direct(pod).ifPresent(owner -> {
            var relation = OF_PODS.get(owner.kind());
            if (relation != null) {
                var metricAndLabel = relation.split("\\|", 2);
                add(metricAndLabel[0], "namespace", namespace(pod), "pod", name(pod), metricAndLabel[1], owner.name());
            }
        });
        if (pod.getSpec() == null) {
            return;
        }
        for (var container : pod.getSpec().getContainers()) {
            var names = List.of("pod", name(pod), "namespace", namespace(pod), "container", container.getName());
            if (node != null && !node.isEmpty()) {
                add(
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
            var image = container.getImage() == null ? "" : container.getImage();
            int colon = image.indexOf(':');
            if (colon >= 0 && image.indexOf(':', colon + 1) < 0) {
                for (var metric : List.of("container_info_relation", "app_version_with_container_relation")) {
                    add(
                            metric,
                            names.get(0),
                            names.get(1),
                            names.get(2),
                            names.get(3),
                            names.get(4),
                            names.get(5),
                            "app_name",
                            image.substring(0, colon),
                            "version",
                            image.substring(colon + 1));
                }
            }
        }
    }

    private void service(Service service) {
        var spec = service.getSpec();
        if (spec == null) {
            return;
        }
        if (spec.getSelector() != null && !spec.getSelector().isEmpty()) {
            resources.pods().stream()
                    .filter(pod -> namespace(pod).equals(namespace(service)))
                    .filter(pod -> labels(pod)
                            .entrySet()
                            .containsAll(spec.getSelector().entrySet()))
                    .forEach(pod -> add(
                            "pod_with_service_relation",
                            "namespace",
                            namespace(service),
                            "service",
                            name(service),
                            "pod",
                            name(pod)));
        }
        spec.getExternalIPs().forEach(address -> address(service, address));
        if (service.getStatus() != null && service.getStatus().getLoadBalancer() != null) {
            service.getStatus().getLoadBalancer().getIngress().stream()
                    .map(ingress -> ingress.getIp())
                    .filter(address -> address != null && !address.isEmpty())
                    .forEach(address -> address(service, address));
        }
        if ("ExternalName".equals(spec.getType())) {
            externalName(service, spec.getExternalName());
        }
    }

    private void externalName(Service service, @Nullable String domain) {
        var addresses = resources.endpoints().stream()
                .filter(endpoints -> namespace(endpoints).equals(namespace(service))
                        && name(endpoints).equals(name(service)))
                .flatMap(endpoints -> endpoints.getSubsets().stream())
                .flatMap(subset -> subset.getAddresses().stream())
                .map(address -> address.getIp())
                .toList();
        addresses.forEach(address -> address(service, address));
        if (addresses.isEmpty() && domain != null) {
            add(
                    "domain_with_service_relation",
                    "namespace",
                    namespace(service),
                    "service",
                    name(service),
                    "domain",
                    domain);
        }
    }

    private void address(Service service, String address) {
        add(
                "k8s_address_with_service_relation",
                "namespace",
                namespace(service),
                "service",
                name(service),
                "address",
                address);
    }

    private void ingresses() {
        for (var ingress : resources.ingresses()) {
            if (ingress.getSpec() != null) {
                ingress.getSpec().getRules().stream()
                        .filter(rule -> rule.getHttp() != null)
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .map(HTTPIngressPath::getBackend)
                        .filter(Objects::nonNull)
                        .map(IngressBackend::getService)
                        .filter(Objects::nonNull)
                        .forEach(service -> add(
                                "ingress_with_service_relation",
                                "namespace",
                                namespace(ingress),
                                "service",
                                service.getName(),
                                "ingress",
                                name(ingress)));
            }
        }
    }

    private void replicaSets() {
        for (var set : resources.owners().replicaSets()) {
            owners.direct(set)
                    .filter(owner -> owner.kind().equals("Deployment"))
                    .ifPresent(owner -> add(
                            "deployment_with_replicaset_relation",
                            "namespace",
                            namespace(set),
                            "replicaset",
                            name(set),
                            "deployment",
                            owner.name()));
        }
    }

    private static String namespace(HasMetadata object) {
        var namespace = object.getMetadata().getNamespace();
        return namespace == null ? "" : namespace;
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static Map<String, String> labels(HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}

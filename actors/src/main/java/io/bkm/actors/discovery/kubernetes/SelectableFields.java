package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the API server lets one select by, per kind: those of {@code strategy.go} of each kind in {@code pkg/registry/core} and
 * {@code pkg/apis/core/v1/conversion.go} in Kubernetes.
 */
final class SelectableFields {

    private SelectableFields() {}

    /** The field's value, "" where it is not set; empty where objects of this kind cannot be selected by it. */
    static Optional<String> value(Role role, HasMetadata object, String field) {
        if (field.equals("metadata.name")) {
            return Optional.of(KubeObjects.name(object));
        }
        if (field.equals("metadata.namespace") && role != Role.NODE) {
            return Optional.of(KubeObjects.namespace(object));
        }
        return switch (object) {
            case Pod pod ->
                ofPod(
                        pod.getSpec() == null ? new PodSpec() : pod.getSpec(),
                        pod.getStatus() == null ? new PodStatus() : pod.getStatus(),
                        field);
            case Service service -> ofService(service.getSpec() == null ? new ServiceSpec() : service.getSpec(), field);
            case Node node -> ofNode(node, field);
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofPod(PodSpec spec, PodStatus status, String field) {
        return switch (field) {
            case "spec.nodeName", "spec.host" -> text(spec.getNodeName());
            case "spec.restartPolicy" -> text(spec.getRestartPolicy());
            case "spec.schedulerName" -> text(spec.getSchedulerName());
            case "spec.serviceAccountName" -> text(spec.getServiceAccountName());
            case "spec.hostNetwork" -> text(Boolean.toString(Boolean.TRUE.equals(spec.getHostNetwork())));
            case "status.phase" -> text(status.getPhase());
            case "status.podIP" -> text(status.getPodIP());
            case "status.nominatedNodeName" -> text(status.getNominatedNodeName());
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofService(ServiceSpec spec, String field) {
        return switch (field) {
            case "spec.clusterIP" -> text(spec.getClusterIP());
            case "spec.type" -> text(spec.getType());
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofNode(Node node, String field) {
        return field.equals("spec.unschedulable")
                ? text(Boolean.toString(node.getSpec() != null
                        && Boolean.TRUE.equals(node.getSpec().getUnschedulable())))
                : Optional.empty();
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.of(KubeObjects.text(value));
    }
}

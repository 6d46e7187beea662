package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the API server lets one select by, per kind: those of {@code strategy.go} of each kind in
 * {@code pkg/registry} and of {@code pkg/apis/core/v1/conversion.go} in Kubernetes 1.34.
 */
final class SelectableFields {

    private static final Map<String, Function<HasMetadata, @Nullable String>> NAME =
            Map.of("metadata.name", KubeObjects::name);
    private static final Map<String, Function<HasMetadata, @Nullable String>> NAME_AND_NAMESPACE =
            with(NAME, Map.of("metadata.namespace", KubeObjects::namespace));
    private static final Map<String, Function<HasMetadata, @Nullable String>> POD = with(
            NAME_AND_NAMESPACE,
            Map.ofEntries(
                    Map.entry("spec.nodeName", pod -> spec(pod).getNodeName()),
                    Map.entry("spec.host", pod -> spec(pod).getNodeName()),
                    Map.entry("spec.restartPolicy", pod -> spec(pod).getRestartPolicy()),
                    Map.entry("spec.schedulerName", pod -> spec(pod).getSchedulerName()),
                    Map.entry("spec.serviceAccountName", pod -> spec(pod).getServiceAccountName()),
                    Map.entry("spec.hostNetwork", pod -> isTrue(spec(pod).getHostNetwork())),
                    Map.entry("status.phase", pod -> status(pod).getPhase()),
                    Map.entry("status.podIP", pod -> status(pod).getPodIP()),
                    // The API server takes this name and then finds nothing under it.
                    Map.entry("status.podIPs", pod -> ""),
                    Map.entry("status.nominatedNodeName", pod -> status(pod).getNominatedNodeName())));
    private static final Map<String, Function<HasMetadata, @Nullable String>> SERVICE = with(
            NAME_AND_NAMESPACE,
            Map.of(
                    "spec.clusterIP", service -> serviceSpec(service).getClusterIP(),
                    "spec.type", service -> serviceSpec(service).getType()));
    private static final Map<String, Function<HasMetadata, @Nullable String>> NODE =
            with(NAME, Map.of("spec.unschedulable", SelectableFields::isUnschedulable));

    private SelectableFields() {}

    static Set<String> names(Role role) {
        return of(role).keySet();
    }

    /** "" where the field is not set. */
    static String value(Role role, HasMetadata object, String field) {
        var read = of(role).get(field);
        return read == null ? "" : KubeObjects.text(read.apply(object));
    }

    private static Map<String, Function<HasMetadata, @Nullable String>> of(Role role) {
        return switch (role) {
            case POD -> POD;
            case SERVICE -> SERVICE;
            case NODE -> NODE;
            case ENDPOINTS, ENDPOINTSLICE, INGRESS -> NAME_AND_NAMESPACE;
        };
    }

    private static Map<String, Function<HasMetadata, @Nullable String>> with(
            Map<String, Function<HasMetadata, @Nullable String>> common,
            Map<String, Function<HasMetadata, @Nullable String>> own) {
        var all = new HashMap<>(common);
        all.putAll(own);
        return Map.copyOf(all);
    }

    private static PodSpec spec(HasMetadata object) {
        var spec = ((Pod) object).getSpec();
        return spec == null ? new PodSpec() : spec;
    }

    private static PodStatus status(HasMetadata object) {
        var status = ((Pod) object).getStatus();
        return status == null ? new PodStatus() : status;
    }

    private static ServiceSpec serviceSpec(HasMetadata object) {
        var spec = ((Service) object).getSpec();
        return spec == null ? new ServiceSpec() : spec;
    }

    private static String isUnschedulable(HasMetadata object) {
        var spec = ((Node) object).getSpec();
        return isTrue(spec == null ? null : spec.getUnschedulable());
    }

    private static String isTrue(@Nullable Boolean value) {
        return Boolean.toString(Boolean.TRUE.equals(value));
    }
}

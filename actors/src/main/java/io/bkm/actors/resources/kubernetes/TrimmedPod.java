package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod with nothing but what discovery reads: meta labels, and the fields that field selectors may name. */
final class TrimmedPod {

    private TrimmedPod() {}

    static Pod of(Pod pod) {
        var trimmed = new Pod();
        var metadata = Trimmed.metadata(pod.getMetadata());
        metadata.setUid(pod.getMetadata().getUid());
        metadata.setOwnerReferences(Trimmed.owners(pod.getMetadata()));
        trimmed.setMetadata(metadata);
        if (pod.getSpec() != null) {
            trimmed.setSpec(spec(pod.getSpec()));
        }
        if (pod.getStatus() != null) {
            trimmed.setStatus(status(pod.getStatus()));
        }
        return trimmed;
    }

    private static PodSpec spec(PodSpec from) {
        var spec = new PodSpec();
        spec.setNodeName(from.getNodeName());
        spec.setHostNetwork(from.getHostNetwork());
        spec.setRestartPolicy(from.getRestartPolicy());
        spec.setSchedulerName(from.getSchedulerName());
        spec.setServiceAccountName(from.getServiceAccountName());
        spec.setContainers(Trimmed.each(from.getContainers(), TrimmedPod::container));
        spec.setInitContainers(Trimmed.each(from.getInitContainers(), TrimmedPod::container));
        return spec;
    }

    private static Container container(Container from) {
        var container = new Container();
        container.setName(from.getName());
        container.setImage(from.getImage());
        container.setPorts(from.getPorts());
        return container;
    }

    private static PodStatus status(PodStatus from) {
        var status = new PodStatus();
        status.setPhase(from.getPhase());
        status.setPodIP(from.getPodIP());
        status.setHostIP(from.getHostIP());
        status.setNominatedNodeName(from.getNominatedNodeName());
        status.setConditions(ready(from.getConditions()));
        status.setContainerStatuses(Trimmed.each(from.getContainerStatuses(), TrimmedPod::containerStatus));
        status.setInitContainerStatuses(Trimmed.each(from.getInitContainerStatuses(), TrimmedPod::containerStatus));
        return status;
    }

    private static @Nullable List<PodCondition> ready(@Nullable List<PodCondition> conditions) {
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .map(TrimmedPod::condition)
                        .toList();
    }

    private static PodCondition condition(PodCondition from) {
        var condition = new PodCondition();
        condition.setType(from.getType());
        condition.setStatus(from.getStatus());
        return condition;
    }

    private static ContainerStatus containerStatus(ContainerStatus from) {
        var status = new ContainerStatus();
        status.setName(from.getName());
        status.setContainerID(from.getContainerID());
        status.setImageID(from.getImageID());
        return status;
    }
}

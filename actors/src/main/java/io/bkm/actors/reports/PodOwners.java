package io.bkm.actors.reports;

import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which workload a pod belongs to. An owner that a pod names is believed to be there; the original asks whether it is,
 * and takes the pod for its own workload where not.
 */
final class PodOwners {

    /** A workload, or the pod itself. */
    record Owner(String kind, String name) {}

    private static final Set<String> WORKLOADS = Set.of(
            "ReplicaSet",
            "Deployment",
            "DaemonSet",
            "StatefulSet",
            "Job",
            "CronJob",
            "GameStatefulSet",
            "GameDeployment");

    private final Map<String, HasMetadata> between = new HashMap<>();

    PodOwners(Resources resources) {
        resources
                .replicaSets()
                .forEach(set -> between.put(key(set.getMetadata().getNamespace(), "ReplicaSet", set), set));
        resources.jobs().forEach(job -> between.put(key(job.getMetadata().getNamespace(), "Job", job), job));
    }

    private static String key(String namespace, String kind, HasMetadata object) {
        return namespace + "/" + kind + "/" + object.getMetadata().getName();
    }

    /** The workload that the pod names. */
    static Optional<Owner> direct(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> WORKLOADS.contains(owner.getKind()))
                .findFirst()
                .map(PodOwners::owner);
    }

    /** The one on top: of a ReplicaSet its Deployment, of a Job its CronJob. */
    Owner top(Pod pod) {
        var direct = direct(pod);
        if (direct.isEmpty()) {
            return new Owner("Pod", pod.getMetadata().getName());
        }
        var owner = direct.get();
        var object = between.get(pod.getMetadata().getNamespace() + "/" + owner.kind() + "/" + owner.name());
        return object == null ? owner : direct(object).orElse(owner);
    }

    private static Owner owner(OwnerReference reference) {
        return new Owner(reference.getKind(), reference.getName());
    }
}

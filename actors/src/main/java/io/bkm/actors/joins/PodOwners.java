package io.bkm.actors.joins;

import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.actors.resources.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which workload a pod belongs to, as the original finds it (specs/bkmonitor-operator.md 7.2): an owner counts where it is
 * there and of a known kind, whether it is the controller or not.
 */
public final class PodOwners {

    /** A workload, or the pod itself. */
    public record Owner(String kind, String name) {}

    /** Owners that own one another in a circle end here; real ones are two steps away. */
    private static final int MAX_STEPS = 8;

    private record Key(String kind, @Nullable String namespace, String name) {}

    private final Map<Key, List<OwnerReference>> known = new HashMap<>();

    public PodOwners(Owners owners) {
        owners.forEach((kind, object) -> known.put(
                new Key(
                        kind,
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName()),
                references(object)));
    }

    /** The first of the owners that an object names which is there. */
    public Optional<Owner> direct(HasMetadata object) {
        var namespace = object.getMetadata().getNamespace();
        return references(object).stream()
                .filter(reference -> known.containsKey(key(reference, namespace)))
                .findFirst()
                .map(PodOwners::owner);
    }

    /** The one on top: of a ReplicaSet its Deployment, of a Job its CronJob; the pod itself where nobody owns it. */
    public Owner top(HasMetadata pod) {
        var metadata = pod.getMetadata();
        for (var reference : references(pod)) {
            var top = above(reference, metadata.getNamespace(), MAX_STEPS);
            if (top != null) {
                return top;
            }
        }
        return new Owner("Pod", metadata.getName());
    }

    /** The last that is there of those above, in the order in which they are named. */
    private @Nullable Owner above(OwnerReference reference, @Nullable String namespace, int steps) {
        var next = known.get(key(reference, namespace));
        if (next == null) {
            return null;
        }
        var top = owner(reference);
        if (steps > 0) {
            for (var higher : next) {
                var found = above(higher, namespace, steps - 1);
                top = found == null ? top : found;
            }
        }
        return top;
    }

    private static Key key(OwnerReference reference, @Nullable String namespace) {
        return new Key(reference.getKind(), namespace, reference.getName());
    }

    private static Owner owner(OwnerReference reference) {
        return new Owner(reference.getKind(), reference.getName());
    }

    private static List<OwnerReference> references(HasMetadata object) {
        return KubeObjects.each(object.getMetadata().getOwnerReferences());
    }
}

package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a discovery sees: the objects of one namespace, or of all, as far as its selectors choose them; what else its
 * targets are told about.
 *
 * @param namespace the only one that is seen, "" for all
 */
record Sight(ObjectIndex index, String namespace, Selectors selectors, AttachMetadata attach) {

    /** The objects of the role itself. */
    <T extends HasMetadata> Iterable<T> chosen(Role role, ByName<T> objects) {
        Collection<T> here = namespace.isEmpty() || role == Role.NODE ? objects.all() : objects.in(namespace);
        return selectors.has(role)
                ? here.stream()
                        .filter(object -> selectors.matches(role, object))
                        .toList()
                : here;
    }

    @Nullable
    Pod pod(@Nullable ObjectReference reference) {
        return reference != null && "Pod".equals(reference.getKind())
                ? seen(
                        Role.POD,
                        index.pods(),
                        KubeObjects.text(reference.getNamespace()),
                        KubeObjects.text(reference.getName()))
                : null;
    }

    @Nullable
    Service service(String namespace, String name) {
        return seen(Role.SERVICE, index.services(), namespace, name);
    }

    /** Nodes have no namespace and are seen from any. */
    @Nullable
    Node node(String name) {
        return index.nodes().get("", name);
    }

    @Nullable
    Namespace namespaceObject(String name) {
        return index.namespaces().get("", name);
    }

    /** The ReplicaSet or Job that made a pod, where its own maker is to be told. */
    @Nullable
    HasMetadata maker(String namespace, OwnerReference owner) {
        var name = KubeObjects.text(owner.getName());
        return switch (KubeObjects.text(owner.getKind())) {
            case "ReplicaSet" -> attach.deployment() ? index.replicaSets().get(namespace, name) : null;
            case "Job" -> attach.cronjob() ? index.jobs().get(namespace, name) : null;
            default -> null; // nobody asks for the owners of others
        };
    }

    private <T extends HasMetadata> @Nullable T seen(
            Role role, ByName<T> objects, String objectNamespace, String name) {
        if (!namespace.isEmpty() && !namespace.equals(objectNamespace)) {
            return null;
        }
        var object = objects.get(objectNamespace, name);
        return object != null && selectors.matches(role, object) ? object : null;
    }
}

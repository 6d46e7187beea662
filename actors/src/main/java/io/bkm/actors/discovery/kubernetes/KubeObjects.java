package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads of Kubernetes objects: any field may be missing, and a missing text is the empty one, as in Go. */
public final class KubeObjects {

    private KubeObjects() {}

    public static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    public static <T> List<T> each(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    static String name(@Nullable ObjectMeta metadata) {
        return metadata == null ? "" : text(metadata.getName());
    }

    public static String name(HasMetadata object) {
        return name(object.getMetadata());
    }

    public static String namespace(HasMetadata object) {
        return object.getMetadata() == null ? "" : text(object.getMetadata().getNamespace());
    }

    /** "" before it has one. */
    public static String ip(Pod pod) {
        return pod.getStatus() == null ? "" : text(pod.getStatus().getPodIP());
    }

    /** "" before it has one. */
    public static String nodeName(Pod pod) {
        return pod.getSpec() == null ? "" : text(pod.getSpec().getNodeName());
    }

    /** The owner that made the object and cares for it. */
    static Optional<OwnerReference> controller(HasMetadata object) {
        if (object.getMetadata() == null) {
            return Optional.empty();
        }
        return each(object.getMetadata().getOwnerReferences()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }
}

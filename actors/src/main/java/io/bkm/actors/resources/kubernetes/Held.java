package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Resources.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an object of the API.
 *
 * @param stub says which object it is; for Kubernetes' own kinds the value itself
 * @param value what discovery reads, null while there was no good one yet
 * @param problem why the newest state of the object is not the value
 */
record Held<T extends HasMetadata>(
        T stub, @Nullable Object value, @Nullable Problem problem) {

    /** Keeps what is needed of an object. An equal value is the same instance as before. */
    @FunctionalInterface
    interface Reader<T extends HasMetadata> {

        /** Answers {@code before} itself where nothing changed that anybody reads. */
        Held<T> read(T object, @Nullable Held<T> before);
    }

    /** For Kubernetes' own kinds, which the API server has checked. */
    static <T extends HasMetadata> Reader<T> trimmed(java.util.function.UnaryOperator<T> trim) {
        return (object, before) -> {
            var now = trim.apply(object);
            return before != null && now.equals(before.value) ? before : new Held<>(now, now, null);
        };
    }

    static ObjectMeta identity(ObjectMeta metadata) {
        var identity = new ObjectMeta();
        identity.setName(metadata.getName());
        identity.setNamespace(metadata.getNamespace());
        return identity;
    }
}

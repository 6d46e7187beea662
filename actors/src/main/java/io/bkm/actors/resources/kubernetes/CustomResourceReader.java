package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Resources.Problem;
import io.bkm.crds.CustomResource;
import io.bkm.crds.ParsedResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.jspecify.annotations.Nullable;

/**
 * Judges a monitor or a DataID by the same schema as one of a manifest: the CRD that is installed may be an older one, or
 * none of ours. Of what is wrong the last good state stays in use.
 */
final class CustomResourceReader {

    private CustomResourceReader() {}

    static Held<GenericKubernetesResource> read(
            GenericKubernetesResource object, @Nullable Held<GenericKubernetesResource> before) {
        var last = before == null ? null : before.value();
        var now = switch (CustomResources.parse(object)) {
            case ParsedResource.Valid(var resource) -> good(object, resource, last);
            case ParsedResource.Invalid invalid ->
                new Held<>(stub(object), last, problem(object, String.join("; ", invalid.reasons()), last != null));
        };
        return before != null && now.equals(before) ? before : now;
    }

    private static Held<GenericKubernetesResource> good(
            GenericKubernetesResource object, CustomResource resource, @Nullable Object last) {
        return new Held<>(stub(object), last != null && resource.equals(last) ? last : resource, null);
    }

    private static Problem problem(GenericKubernetesResource object, String reason, boolean kept) {
        var metadata = object.getMetadata();
        return new Problem(
                object.getApiVersion(),
                object.getKind(),
                metadata.getNamespace() == null ? "" : metadata.getNamespace(),
                metadata.getName(),
                kept ? reason + "; its last good state stays in use" : reason);
    }

    private static GenericKubernetesResource stub(GenericKubernetesResource object) {
        var stub = new GenericKubernetesResource();
        stub.setApiVersion(object.getApiVersion());
        stub.setKind(object.getKind());
        stub.setMetadata(Held.identity(object.getMetadata()));
        return stub;
    }
}

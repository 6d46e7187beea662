package io.bkm.actors.discovery.kubernetes;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The labels of the service, node and namespace that a target belongs to; made once per object. */
final class Surroundings {

    private final MetaLabels meta;
    private final GroupMemo memo;

    Surroundings(MetaLabels meta, GroupMemo memo) {
        this.meta = meta;
        this.memo = memo;
    }

    Labels ofService(@Nullable Service service) {
        return service == null
                ? Labels.EMPTY
                : memo.get(Labels.class, Role.SERVICE, List.of(service), () -> {
                    var labels = new HashMap<String, String>();
                    labels.put(MetaLabels.NAMESPACE, KubeObjects.namespace(service));
                    meta.addObject(labels, service.getMetadata(), Role.SERVICE);
                    return Labels.of(labels);
                });
    }

    Labels ofNode(@Nullable Node node) {
        return node == null
                ? Labels.EMPTY
                : memo.get(Labels.class, Role.NODE, List.of(node), () -> {
                    var labels = new HashMap<String, String>();
                    meta.addObject(labels, node.getMetadata(), Role.NODE);
                    return Labels.of(labels);
                });
    }

    /** Not the namespace's name: every target has that as its own. */
    Labels ofNamespace(@Nullable Namespace namespace) {
        return namespace == null
                ? Labels.EMPTY
                : memo.get(Labels.class, "namespace", List.of(namespace), () -> {
                    var labels = new HashMap<String, String>();
                    meta.addLabelsAndAnnotations(labels, namespace.getMetadata(), "namespace");
                    return Labels.of(labels);
                });
    }

    /** The namespace's labels where they are asked for. */
    Labels ofNamespace(String namespace, Sight sight) {
        return sight.attach().namespace() ? ofNamespace(sight.namespaceObject(namespace)) : Labels.EMPTY;
    }
}

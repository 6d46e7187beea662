package io.bkm.actors.joins;

import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodFacts.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From a pod to what its samples may be told. */
final class PodReader {

    private final JoinDemand demand;
    private final PodOwners owners;
    private final Map<String, AskedValue> labels;
    private final Map<String, AskedValue> annotations;

    PodReader(JoinDemand demand, PodOwners owners) {
        this.demand = demand;
        this.owners = owners;
        labels = asked(demand.labels(), PodFacts::ofLabel);
        annotations = asked(demand.annotations(), PodFacts::ofAnnotation);
    }

    private static Map<String, AskedValue> asked(List<String> all, Function<String, String> key) {
        var asked = new HashMap<String, AskedValue>();
        all.forEach(each -> asked.put(key.apply(each), AskedValue.of(each)));
        return asked;
    }

    PodFacts read(Pod pod) {
        var metadata = pod.getMetadata();
        var namespace = KubeObjects.namespace(pod);
        var node = KubeObjects.nodeName(pod);
        if (!demand.any()) {
            return new PodFacts(namespace, metadata.getName(), node, "", "", Map.of(), List.of());
        }
        var owner = owners.top(pod);
        var dimensions = new HashMap<String, String>();
        put(dimensions, labels, metadata.getLabels());
        put(dimensions, annotations, metadata.getAnnotations());
        return new PodFacts(
                namespace, metadata.getName(), node, owner.kind(), owner.name(), dimensions, containers(pod));
    }

    private static void put(
            Map<String, String> dimensions, Map<String, AskedValue> asked, @Nullable Map<String, String> values) {
        asked.forEach((key, wanted) -> {
            var value = wanted.in(values);
            if (value != null) {
                dimensions.put(key, value);
            }
        });
    }

    private List<Container> containers(Pod pod) {
        if (!demand.containers() || pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
            return List.of();
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> !KubeObjects.text(status.getContainerID()).isEmpty())
                .map(status ->
                        new Container(status.getContainerID(), status.getName(), KubeObjects.text(status.getImageID())))
                .toList();
    }
}

package io.bkm.actors.discovery.kubernetes;

import static io.bkm.actors.discovery.kubernetes.MetaLabels.PREFIX;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Role endpoints: a target per address and port, and one per port of its pod that is no endpoint port. */
final class EndpointsGroups implements Groups<Endpoints> {

    private final MetaLabels meta;
    private final PodLabels pods;
    private final Surroundings surroundings;

    EndpointsGroups(MetaLabels meta, PodLabels pods, Surroundings surroundings) {
        this.meta = meta;
        this.pods = pods;
        this.surroundings = surroundings;
    }

    @Override
    public Role role() {
        return Role.ENDPOINTS;
    }

    @Override
    public ByName<Endpoints> objects(ObjectIndex index) {
        return index.endpoints();
    }

    @Override
    public void dependencies(Endpoints endpoints, Sight sight, Consumer<@Nullable Object> to) {
        var namespace = KubeObjects.namespace(endpoints);
        to.accept(endpoints);
        to.accept(sight.service(namespace, KubeObjects.name(endpoints)));
        to.accept(sight.attach().namespace() ? sight.namespaceObject(namespace) : null);
        KubeObjects.each(endpoints.getSubsets()).stream()
                .flatMap(EndpointsGroups::addresses)
                .forEach(address -> {
                    var pod = sight.pod(address.getTargetRef());
                    if (pod == null) {
                        to.accept(null);
                    } else {
                        PodLabels.dependencies(pod, sight, to);
                    }
                    to.accept(node(address, sight));
                });
    }

    private static Stream<EndpointAddress> addresses(EndpointSubset subset) {
        return Stream.concat(
                KubeObjects.each(subset.getAddresses()).stream(),
                KubeObjects.each(subset.getNotReadyAddresses()).stream());
    }

    @Override
    public TargetGroup group(Endpoints endpoints, Sight sight) {
        var namespace = KubeObjects.namespace(endpoints);
        var name = KubeObjects.name(endpoints);
        var labels = new HashMap<String, String>();
        labels.put(MetaLabels.NAMESPACE, namespace);
        meta.addObject(labels, endpoints.getMetadata(), Role.ENDPOINTS);
        var groupLabels = Labels.of(labels)
                .with(surroundings.ofService(sight.service(namespace, name)))
                .with(surroundings.ofNamespace(namespace, sight));
        var targets = new ArrayList<Labels>();
        var seen = new SeenPods();
        for (var subset : KubeObjects.each(endpoints.getSubsets())) {
            for (var port : KubeObjects.each(subset.getPorts())) {
                for (var address : KubeObjects.each(subset.getAddresses())) {
                    targets.add(target(address, port, true, sight, seen));
                }
                for (var address : KubeObjects.each(subset.getNotReadyAddresses())) {
                    targets.add(target(address, port, false, sight, seen));
                }
            }
        }
        seen.addUncovered(pods, sight, targets::add);
        return new TargetGroup("endpoints/" + namespace + "/" + name, groupLabels, List.copyOf(targets));
    }

    private Labels target(EndpointAddress address, EndpointPort port, boolean ready, Sight sight, SeenPods seen) {
        int number = KubeObjects.number(port.getPort());
        var target = new Labels.Builder();
        target.set(MetaLabels.ADDRESS, MetaLabels.hostAndPort(KubeObjects.text(address.getIp()), number));
        target.set(PREFIX + "endpoint_port_name", KubeObjects.text(port.getName()));
        target.set(PREFIX + "endpoint_port_protocol", KubeObjects.text(port.getProtocol()));
        target.set(PREFIX + "endpoint_ready", Boolean.toString(ready));
        var reference = address.getTargetRef();
        if (reference != null) {
            target.set(MetaLabels.ENDPOINT_TARGET_KIND, KubeObjects.text(reference.getKind()));
            target.set(MetaLabels.ENDPOINT_TARGET_NAME, KubeObjects.text(reference.getName()));
        }
        target.set(MetaLabels.ENDPOINT_NODE_NAME, KubeObjects.text(address.getNodeName()));
        target.set(PREFIX + "endpoint_hostname", KubeObjects.text(address.getHostname()));
        var pod = sight.pod(reference);
        if (pod != null) {
            seen.reach(pod, number);
            // The endpoint port's protocol, not the container port's as in a slice: so Prometheus has it.
            PodLabels.addContainerOf(target, pod, number, KubeObjects.text(port.getProtocol()));
        }
        return target.build()
                .with(surroundings.ofNode(node(address, sight)))
                .with(pod == null ? Labels.EMPTY : pods.of(pod, sight));
    }

    /** The node that is named comes before the node that is meant: in a slice it is the other way round. */
    private static @Nullable Node node(EndpointAddress address, Sight sight) {
        if (!sight.attach().node()) {
            return null;
        }
        if (address.getNodeName() != null) {
            return sight.node(address.getNodeName());
        }
        var reference = address.getTargetRef();
        return reference != null && "Node".equals(reference.getKind())
                ? sight.node(KubeObjects.text(reference.getName()))
                : null;
    }
}

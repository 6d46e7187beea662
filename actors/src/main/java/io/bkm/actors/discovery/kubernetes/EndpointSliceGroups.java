package io.bkm.actors.discovery.kubernetes;

import static io.bkm.actors.discovery.kubernetes.MetaLabels.PREFIX;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Role endpointslice: a target per address and port, and one per port of its pod that is no endpoint port. */
final class EndpointSliceGroups implements Groups<EndpointSlice> {

    private static final String SLICE = PREFIX + "endpointslice_";
    private static final String ENDPOINT = SLICE + "endpoint_";
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final MetaLabels meta;
    private final PodLabels pods;
    private final Surroundings surroundings;

    EndpointSliceGroups(MetaLabels meta, PodLabels pods, Surroundings surroundings) {
        this.meta = meta;
        this.pods = pods;
        this.surroundings = surroundings;
    }

    @Override
    public Role role() {
        return Role.ENDPOINTSLICE;
    }

    @Override
    public ByName<EndpointSlice> objects(ObjectIndex index) {
        return index.endpointSlices();
    }

    @Override
    public void dependencies(EndpointSlice slice, Sight sight, Consumer<@Nullable Object> to) {
        to.accept(slice);
        to.accept(service(slice, sight));
        to.accept(sight.attach().namespace() ? sight.namespaceObject(KubeObjects.namespace(slice)) : null);
        for (var endpoint : KubeObjects.each(slice.getEndpoints())) {
            var pod = sight.pod(endpoint.getTargetRef());
            if (pod == null) {
                to.accept(null);
            } else {
                PodLabels.dependencies(pod, sight, to);
            }
            to.accept(node(endpoint, sight));
        }
    }

    @Override
    public TargetGroup group(EndpointSlice slice, Sight sight) {
        var namespace = KubeObjects.namespace(slice);
        var service = service(slice, sight);
        var labels = new HashMap<String, String>();
        labels.put(MetaLabels.NAMESPACE, namespace);
        labels.put(SLICE + "address_type", KubeObjects.text(slice.getAddressType()));
        meta.addObject(labels, slice.getMetadata(), Role.ENDPOINTSLICE);
        var targets = new ArrayList<Labels>();
        if (!isOfSecondFamily(slice, service)) {
            addTargets(slice, sight, targets::add);
        }
        return new TargetGroup(
                "endpointslice/" + namespace + "/" + KubeObjects.name(slice),
                Labels.of(labels)
                        .with(surroundings.ofService(service))
                        .with(surroundings.ofNamespace(namespace, sight)),
                targets);
    }

    private void addTargets(EndpointSlice slice, Sight sight, Consumer<Labels> to) {
        var seen = new SeenPods();
        for (var endpoint : KubeObjects.each(slice.getEndpoints())) {
            for (var port : KubeObjects.each(slice.getPorts())) {
                for (var address : KubeObjects.each(endpoint.getAddresses())) {
                    to.accept(target(address, endpoint, port, sight, seen));
                }
            }
        }
        seen.addUncovered(pods, sight, to);
    }

    private Labels target(String address, Endpoint endpoint, EndpointPort port, Sight sight, SeenPods seen) {
        var target = new Labels.Builder();
        var number = port.getPort();
        target.set(MetaLabels.ADDRESS, number == null ? address : MetaLabels.hostAndPort(address, number));
        target.set(SLICE + "port", number == null ? "" : Integer.toString(number));
        target.set(SLICE + "port_name", KubeObjects.text(port.getName()));
        target.set(SLICE + "port_protocol", KubeObjects.text(port.getProtocol()));
        target.set(SLICE + "port_app_protocol", KubeObjects.text(port.getAppProtocol()));
        addEndpoint(target, endpoint);
        var pod = sight.pod(endpoint.getTargetRef());
        if (pod != null && number != null) {
            seen.reach(pod, number);
            PodLabels.addContainerOf(target, pod, number, null);
        } else if (pod != null) {
            seen.see(pod);
        }
        return target.build()
                .with(surroundings.ofNode(node(endpoint, sight)))
                .with(pod == null ? Labels.EMPTY : pods.of(pod, sight));
    }

    private static void addEndpoint(Labels.Builder target, Endpoint endpoint) {
        var conditions = endpoint.getConditions();
        if (conditions != null) {
            target.set(ENDPOINT + "conditions_ready", text(conditions.getReady()));
            target.set(ENDPOINT + "conditions_serving", text(conditions.getServing()));
            target.set(ENDPOINT + "conditions_terminating", text(conditions.getTerminating()));
        }
        target.set(ENDPOINT + "hostname", KubeObjects.text(endpoint.getHostname()));
        target.set(ENDPOINT + "zone", KubeObjects.text(endpoint.getZone()));
        target.set(MetaLabels.ENDPOINTSLICE_NODE_NAME, KubeObjects.text(endpoint.getNodeName()));
        var reference = endpoint.getTargetRef();
        if (reference != null) {
            target.set(MetaLabels.ENDPOINTSLICE_TARGET_KIND, KubeObjects.text(reference.getKind()));
            target.set(MetaLabels.ENDPOINTSLICE_TARGET_NAME, KubeObjects.text(reference.getName()));
        }
        var topology = endpoint.getDeprecatedTopology();
        if (topology != null) {
            topology.forEach((key, value) -> {
                var name = MetaLabels.sanitize(key);
                target.set(ENDPOINT + "topology_" + name, KubeObjects.text(value));
                target.set(ENDPOINT + "topology_present_" + name, MetaLabels.PRESENT);
            });
        }
    }

    private static String text(@Nullable Boolean condition) {
        return condition == null ? "" : condition.toString();
    }

    private static @Nullable Service service(EndpointSlice slice, Sight sight) {
        var labels = slice.getMetadata() == null ? null : slice.getMetadata().getLabels();
        var name = labels == null ? null : labels.get(SERVICE_NAME);
        return name == null ? null : sight.service(KubeObjects.namespace(slice), name);
    }

    /**
     * The slices of a dual-stack service's second address family show the same pods once more, and give no targets. So
     * it is in Prometheus after 3.5, which scrapes such pods twice.
     */
    private static boolean isOfSecondFamily(EndpointSlice slice, @Nullable Service service) {
        if (service == null || service.getSpec() == null) {
            return false;
        }
        var policy = KubeObjects.text(service.getSpec().getIpFamilyPolicy());
        var families = KubeObjects.each(service.getSpec().getIpFamilies());
        return (policy.equals("PreferDualStack") || policy.equals("RequireDualStack"))
                && !families.isEmpty()
                && !families.getFirst().equals(KubeObjects.text(slice.getAddressType()));
    }

    /** The node that is meant comes before the node that is named: in Endpoints it is the other way round. */
    private static @Nullable Node node(Endpoint endpoint, Sight sight) {
        if (!sight.attach().node()) {
            return null;
        }
        var reference = endpoint.getTargetRef();
        var meant = reference != null && "Node".equals(reference.getKind());
        return sight.node(KubeObjects.text(meant ? reference.getName() : endpoint.getNodeName()));
    }
}

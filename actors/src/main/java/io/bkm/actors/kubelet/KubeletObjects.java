package io.bkm.actors.kubelet;

import io.bkm.actors.kubelet.SlicePlan.Slice;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects as bkmonitor-operator writes them, with its labels, so that the one takes over from the other. */
final class KubeletObjects {

    /** By these the original, and we, know its own objects. */
    static final Map<String, String> LABELS = Map.of(
            "k8s-app", "kubelet",
            "app.kubernetes.io/name", "kubelet",
            "app.kubernetes.io/managed-by", "bkmonitor-operator");

    static final String SERVICE_NAME = "kubernetes.io/service-name";
    /** On slices of Kubernetes' own controllers, which are not ours. */
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    private record Port(String name, int number) {}

    private static final List<Port> PORTS =
            List.of(new Port("https-metrics", 10250), new Port("http-metrics", 10255), new Port("cadvisor", 4194));

    private final String namespace;
    private final String name;

    KubeletObjects(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    Service service() {
        return new ServiceBuilder()
                .withMetadata(metadata(name, Map.of()))
                .withNewSpec()
                .withClusterIP("None")
                .withType("ClusterIP")
                .withPorts(PORTS.stream()
                        .map(port -> new ServicePortBuilder()
                                .withName(port.name())
                                .withProtocol("TCP")
                                .withPort(port.number())
                                .withTargetPort(new IntOrString(port.number()))
                                .build())
                        .toList())
                .endSpec()
                .build();
    }

    Endpoints endpoints(List<NodeAddress> addresses) {
        var builder = new EndpointsBuilder().withMetadata(metadata(name, Map.of()));
        if (!addresses.isEmpty()) {
            builder.addNewSubset()
                    .withAddresses(
                            addresses.stream().map(KubeletObjects::address).toList())
                    .withPorts(PORTS.stream()
                            .map(port -> new EndpointPortBuilder()
                                    .withName(port.name())
                                    .withPort(port.number())
                                    .withProtocol("TCP")
                                    .build())
                            .toList())
                    .endSubset();
        }
        return builder.build();
    }

    private static EndpointAddress address(NodeAddress node) {
        return new EndpointAddressBuilder()
                .withIp(node.ip())
                .withTargetRef(reference(node))
                .build();
    }

    /** @param service as it is in the cluster: the slices go with it */
    EndpointSlice slice(Slice slice, Service service) {
        boolean ipv6 = slice.addresses().getFirst().isIpv6();
        var metadata = metadata(slice.name(), Map.of(SERVICE_NAME, name));
        return new EndpointSliceBuilder()
                .withMetadata(new ObjectMetaBuilder(metadata)
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("Service")
                        .withName(name)
                        .withUid(service.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .endOwnerReference()
                        .build())
                .withAddressType(ipv6 ? "IPv6" : "IPv4")
                .withEndpoints(
                        slice.addresses().stream().map(KubeletObjects::endpoint).toList())
                .withPorts(PORTS.stream()
                        .map(port -> new io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder()
                                .withName(port.name())
                                .withProtocol("TCP")
                                .withPort(port.number())
                                .build())
                        .toList())
                .build();
    }

    private static Endpoint endpoint(NodeAddress node) {
        return new EndpointBuilder()
                .withAddresses(node.ip())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .withTargetRef(reference(node))
                .build();
    }

    /** What a slice of ours holds. */
    static Slice read(EndpointSlice slice) {
        var addresses = new ArrayList<NodeAddress>();
        if (slice.getEndpoints() != null) {
            for (var endpoint : slice.getEndpoints()) {
                var node = endpoint.getTargetRef();
                endpoint.getAddresses()
                        .forEach(ip -> addresses.add(new NodeAddress(
                                node == null || node.getName() == null ? "" : node.getName(),
                                node == null || node.getUid() == null ? "" : node.getUid(),
                                ip)));
            }
        }
        return new Slice(slice.getMetadata().getName(), addresses);
    }

    private static ObjectReference reference(NodeAddress node) {
        return new ObjectReferenceBuilder()
                .withKind("Node")
                .withName(node.name())
                .withUid(node.uid())
                .build();
    }

    private ObjectMeta metadata(String objectName, Map<String, String> more) {
        var labels = new TreeMap<>(LABELS);
        labels.putAll(more);
        return new ObjectMetaBuilder()
                .withName(objectName)
                .withNamespace(namespace)
                .withLabels(labels)
                .build();
    }
}

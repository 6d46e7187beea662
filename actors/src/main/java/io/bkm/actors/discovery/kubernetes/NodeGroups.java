package io.bkm.actors.discovery.kubernetes;

import static io.bkm.actors.discovery.kubernetes.MetaLabels.PREFIX;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Role node: the kubelet of each node, at the node's address of the best type. */
final class NodeGroups implements Groups<Node> {

    /** Best first. */
    private static final List<String> ADDRESS_TYPES =
            List.of("InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname");

    private final Surroundings surroundings;

    NodeGroups(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Role role() {
        return Role.NODE;
    }

    @Override
    public ByName<Node> objects(ObjectIndex index) {
        return index.nodes();
    }

    @Override
    public void dependencies(Node node, Sight sight, Consumer<@Nullable Object> to) {
        to.accept(node);
    }

    @Override
    public TargetGroup group(Node node, Sight sight) {
        var labels = new Labels.Builder();
        var status = node.getStatus() == null ? new NodeStatus() : node.getStatus();
        labels.set(
                PREFIX + "node_provider_id",
                node.getSpec() == null ? "" : KubeObjects.text(node.getSpec().getProviderID()));
        addConditions(labels, status);
        var source = "node/" + KubeObjects.name(node);
        var addresses = addresses(status);
        var groupLabels = labels.build().with(surroundings.ofNode(node));
        return ADDRESS_TYPES.stream()
                .filter(addresses::containsKey)
                .findFirst()
                .map(type -> target(node, status, type, addresses))
                .map(target -> new TargetGroup(source, groupLabels, List.of(target)))
                .orElseGet(() -> new TargetGroup(source, groupLabels, List.of()));
    }

    /** Since Prometheus 3.12; 3.5 has no labels of a node's conditions. */
    private static void addConditions(Labels.Builder labels, NodeStatus status) {
        for (var condition : KubeObjects.each(status.getConditions())) {
            var type = KubeObjects.text(condition.getType()).toLowerCase(Locale.ROOT);
            labels.set(
                    PREFIX + "node_condition_" + MetaLabels.sanitize(type),
                    KubeObjects.text(condition.getStatus()).toLowerCase(Locale.ROOT));
        }
    }

    /** The first address of each type. */
    private static Map<String, String> addresses(NodeStatus status) {
        var first = new LinkedHashMap<String, String>();
        for (NodeAddress address : KubeObjects.each(status.getAddresses())) {
            first.putIfAbsent(KubeObjects.text(address.getType()), KubeObjects.text(address.getAddress()));
        }
        return first;
    }

    private static Labels target(Node node, NodeStatus status, String type, Map<String, String> addresses) {
        var endpoints = status.getDaemonEndpoints();
        var kubelet = endpoints == null ? null : endpoints.getKubeletEndpoint();
        int port = kubelet == null ? 0 : KubeObjects.number(kubelet.getPort());
        var target = new Labels.Builder();
        target.set(MetaLabels.ADDRESS, MetaLabels.hostAndPort(addresses.getOrDefault(type, ""), port));
        target.set("instance", KubeObjects.name(node));
        addresses.forEach((kind, address) -> target.set(MetaLabels.sanitize(PREFIX + "node_address_" + kind), address));
        return target.build();
    }
}

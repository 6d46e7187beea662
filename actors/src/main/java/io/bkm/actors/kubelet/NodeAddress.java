package io.bkm.actors.kubelet;

import io.fabric8.kubernetes.api.model.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a node's kubelet is: its first internal address, else its first external one. */
record NodeAddress(String name, String uid, String ip) {

    /** By the nodes' names; nodes without such an address are left out. */
    static List<NodeAddress> of(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> of(node).stream())
                .sorted(Comparator.comparing(NodeAddress::name))
                .toList();
    }

    private static Optional<NodeAddress> of(Node node) {
        var status = node.getStatus();
        if (status == null || status.getAddresses() == null) {
            return Optional.empty();
        }
        return Stream.of("InternalIP", "ExternalIP")
                .flatMap(type -> status.getAddresses().stream().filter(address -> type.equals(address.getType())))
                .findFirst()
                .map(address -> new NodeAddress(
                        node.getMetadata().getName(),
                        node.getMetadata().getUid() == null
                                ? ""
                                : node.getMetadata().getUid(),
                        address.getAddress()));
    }

    boolean isIpv6() {
        return ip.indexOf(':') >= 0;
    }
}

package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import java.util.HashSet;
import java.util.Set;

/** The addresses of all pods and nodes. */
final class ClusterAddresses {

    private ClusterAddresses() {}

    static Set<String> of(Resources resources) {
        var addresses = new HashSet<String>();
        for (var pod : resources.pods()) {
            var status = pod.getStatus();
            if (status != null) {
                addresses.add(status.getPodIP());
                status.getPodIPs().forEach(ip -> addresses.add(ip.getIp()));
            }
        }
        for (var node : resources.nodes()) {
            if (node.getStatus() != null) {
                node.getStatus().getAddresses().forEach(address -> addresses.add(address.getAddress()));
            }
        }
        return addresses;
    }
}

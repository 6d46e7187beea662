package io.bkm.actors.discovery.kubernetes;

import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;

/** The objects of one snapshot by their names; made once per snapshot, whatever the number of monitors. */
record ObjectIndex(
        ByName<Pod> pods,
        ByName<Service> services,
        ByName<Endpoints> endpoints,
        ByName<EndpointSlice> endpointSlices,
        ByName<Ingress> ingresses,
        ByName<Node> nodes,
        ByName<Namespace> namespaces,
        ByName<ReplicaSet> replicaSets,
        ByName<Job> jobs) {

    static ObjectIndex of(Resources resources) {
        return new ObjectIndex(
                new ByName<>(resources.pods()),
                new ByName<>(resources.services()),
                new ByName<>(resources.endpoints()),
                new ByName<>(resources.endpointSlices()),
                new ByName<>(resources.ingresses()),
                new ByName<>(resources.nodes()),
                new ByName<>(resources.namespaces()),
                new ByName<>(resources.owners().replicaSets()),
                new ByName<>(resources.owners().jobs()));
    }
}

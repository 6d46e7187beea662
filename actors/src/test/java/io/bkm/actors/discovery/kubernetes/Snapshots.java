package io.bkm.actors.discovery.kubernetes;

import io.bkm.actors.resources.Owners;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.External;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Snapshots of nothing but Kubernetes objects. */
final class Snapshots {

    private Snapshots() {}

    static Resources of(HasMetadata... objects) {
        return of(List.of(objects));
    }

    static Resources of(Collection<? extends HasMetadata> objects) {
        return new Resources(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                those(Pod.class, objects),
                those(Node.class, objects),
                those(Namespace.class, objects),
                those(Service.class, objects),
                those(Endpoints.class, objects),
                those(EndpointSlice.class, objects),
                those(Ingress.class, objects),
                List.of(),
                List.of(),
                new Owners(
                        those(ReplicaSet.class, objects),
                        List.of(),
                        List.of(),
                        List.of(),
                        those(Job.class, objects),
                        List.of(),
                        List.of(),
                        List.of()),
                List.of(),
                List.of(),
                External.NONE);
    }

    private static <T extends HasMetadata> List<T> those(Class<T> type, Collection<? extends HasMetadata> objects) {
        return objects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .sorted(Comparator.comparing(KubeObjects::namespace).thenComparing(object -> KubeObjects.name(object)))
                .toList();
    }
}

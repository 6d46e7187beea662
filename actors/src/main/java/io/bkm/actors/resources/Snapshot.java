package io.bkm.actors.resources;

import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.sd.External;
import io.bkm.crds.BkLogConfig;
import io.bkm.crds.DataId;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.Probe;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.ServiceMonitor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a folder together: one set of resources. */
final class Snapshot {

    private final SortedMap<ResourceKey, Object> objects = new TreeMap<>();
    private final Map<ResourceKey, String> files = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Snapshot() {}

    /** Of an object in several files the one in the last file counts. The given problems come first. */
    static Resources of(SequencedMap<String, Manifest> manifests, List<Problem> problems) {
        var snapshot = new Snapshot();
        snapshot.problems.addAll(problems);
        manifests.forEach(snapshot::add);
        return snapshot.resources();
    }

    private void add(String file, Manifest manifest) {
        manifest.objects().forEach((key, object) -> {
            objects.put(key, object);
            var earlier = files.put(key, file);
            if (earlier != null) {
                problems.add(ManifestParser.about(file, key, "also in " + earlier + "; this one is used"));
            }
        });
        problems.addAll(manifest.allProblems());
    }

    private Resources resources() {
        return new Resources(
                all(ServiceMonitor.class),
                all(PodMonitor.class),
                all(Probe.class),
                all(ScrapeConfig.class),
                all(DataId.class),
                all(Pod.class),
                all(Node.class),
                all(Namespace.class),
                all(Service.class),
                all(Endpoints.class),
                all(EndpointSlice.class),
                all(Ingress.class),
                all(Secret.class),
                all(ConfigMap.class),
                new Owners(
                        all(ReplicaSet.class),
                        all(Deployment.class),
                        all(StatefulSet.class),
                        all(DaemonSet.class),
                        all(Job.class),
                        all(CronJob.class),
                        game("GameStatefulSet"),
                        game("GameDeployment")),
                all(BkLogConfig.class),
                problems,
                External.NONE);
    }

    private List<GenericKubernetesResource> game(String kind) {
        return all(GenericKubernetesResource.class).stream()
                .filter(object -> kind.equals(object.getKind()))
                .toList();
    }

    private <T> List<T> all(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}

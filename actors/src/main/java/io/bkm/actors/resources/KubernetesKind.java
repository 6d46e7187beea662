package io.bkm.actors.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Kinds that become targets, labels of them, or credentials: Kubernetes' own, and two of BlueKing's that make pods. */
record KubernetesKind(String apiVersion, String kind, Class<? extends HasMetadata> type) {

    private static final Map<String, KubernetesKind> ALL = List.of(
                    new KubernetesKind("v1", "ConfigMap", ConfigMap.class),
                    new KubernetesKind("v1", "Endpoints", Endpoints.class),
                    new KubernetesKind("v1", "Namespace", Namespace.class),
                    new KubernetesKind("v1", "Node", Node.class),
                    new KubernetesKind("v1", "Pod", Pod.class),
                    new KubernetesKind("v1", "Secret", Secret.class),
                    new KubernetesKind("v1", "Service", Service.class),
                    new KubernetesKind("discovery.k8s.io/v1", "EndpointSlice", EndpointSlice.class),
                    new KubernetesKind("apps/v1", "ReplicaSet", ReplicaSet.class),
                    new KubernetesKind("apps/v1", "Deployment", Deployment.class),
                    new KubernetesKind("apps/v1", "StatefulSet", StatefulSet.class),
                    new KubernetesKind("apps/v1", "DaemonSet", DaemonSet.class),
                    new KubernetesKind("batch/v1", "Job", Job.class),
                    new KubernetesKind("batch/v1", "CronJob", CronJob.class),
                    new KubernetesKind("tkex.tencent.com/v1alpha1", "GameStatefulSet", GenericKubernetesResource.class),
                    new KubernetesKind("tkex.tencent.com/v1alpha1", "GameDeployment", GenericKubernetesResource.class),
                    new KubernetesKind("networking.k8s.io/v1", "Ingress", Ingress.class))
            .stream()
            .collect(Collectors.toUnmodifiableMap(KubernetesKind::kind, Function.identity()));

    private static final Set<String> CLUSTER_SCOPED = Set.of("Namespace", "Node", "DataID");

    /** Of any version: a version that we do not read is worth a word. */
    static Optional<KubernetesKind> of(String apiVersion, String kind) {
        return Optional.ofNullable(ALL.get(kind)).filter(known -> known.group().equals(group(apiVersion)));
    }

    /** Of our resources too. */
    static boolean isNamespaced(String kind) {
        return !CLUSTER_SCOPED.contains(kind);
    }

    /** "" for the core group. */
    static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private String group() {
        return group(apiVersion);
    }
}

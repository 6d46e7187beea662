package io.bkm.actors.resources.kubernetes;

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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.function.Function;

/**
 * A kind and how it is read.
 *
 * @param reader keeps what is needed of an object
 * @param expected whether somebody should hear of it where the API server does not know the kind
 */
record WatchedKind<T extends HasMetadata>(
        String kind,
        boolean namespaced,
        Function<KubernetesClient, MixedOperation<T, ?, ?>> api,
        Held.Reader<T> reader,
        boolean expected) {

    static final WatchedKind<GenericKubernetesResource> SERVICE_MONITORS = monitor(MonitorKind.SERVICE_MONITOR);
    static final WatchedKind<GenericKubernetesResource> POD_MONITORS = monitor(MonitorKind.POD_MONITOR);
    static final WatchedKind<GenericKubernetesResource> PROBES = monitor(MonitorKind.PROBE);
    static final WatchedKind<GenericKubernetesResource> SCRAPE_CONFIGS = monitor(MonitorKind.SCRAPE_CONFIG);
    static final WatchedKind<GenericKubernetesResource> DATA_IDS =
            custom("DataID", "dataids", "monitoring.bk.tencent.com", "v1beta1", false);

    static final WatchedKind<Pod> PODS = of(Pod.class, true, TrimmedPod::of);
    static final WatchedKind<Node> NODES = of(Node.class, false, Trimmed::node);
    static final WatchedKind<Namespace> NAMESPACES = of(Namespace.class, false, Trimmed::namespace);
    static final WatchedKind<Service> SERVICES = of(Service.class, true, Trimmed::service);
    static final WatchedKind<Endpoints> ENDPOINTS = of(Endpoints.class, true, Trimmed::endpoints);
    static final WatchedKind<EndpointSlice> ENDPOINT_SLICES = of(EndpointSlice.class, true, Trimmed::endpointSlice);
    static final WatchedKind<Ingress> INGRESSES = of(Ingress.class, true, Trimmed::ingress);
    static final WatchedKind<ReplicaSet> REPLICA_SETS = of(ReplicaSet.class, true, Trimmed::replicaSet);
    static final WatchedKind<Deployment> DEPLOYMENTS = of(Deployment.class, true, Trimmed::deployment);
    static final WatchedKind<StatefulSet> STATEFUL_SETS = of(StatefulSet.class, true, Trimmed::statefulSet);
    static final WatchedKind<DaemonSet> DAEMON_SETS = of(DaemonSet.class, true, Trimmed::daemonSet);
    static final WatchedKind<Job> JOBS = of(Job.class, true, Trimmed::job);
    static final WatchedKind<CronJob> CRON_JOBS = of(CronJob.class, true, Trimmed::cronJob);
    static final WatchedKind<GenericKubernetesResource> GAME_STATEFUL_SETS =
            game("GameStatefulSet", "gamestatefulsets");
    static final WatchedKind<GenericKubernetesResource> GAME_DEPLOYMENTS = game("GameDeployment", "gamedeployments");

    /** Only where BlueKing's log collector runs, and only for relations. */
    static final WatchedKind<GenericKubernetesResource> LOG_CONFIGS = custom(
                    "BkLogConfig", "bklogconfigs", "bk.tencent.com", "v1alpha1", true)
            .whereInstalled();

    /** Read one by one, where a monitor refers to them. */
    static final WatchedKind<Secret> SECRETS = of(Secret.class, true, Trimmed::secret);

    static final WatchedKind<ConfigMap> CONFIG_MAPS = of(ConfigMap.class, true, Trimmed::configMap);

    private static <T extends HasMetadata> WatchedKind<T> of(
            Class<T> type, boolean namespaced, java.util.function.UnaryOperator<T> trim) {
        return new WatchedKind<>(
                type.getSimpleName(), namespaced, client -> client.resources(type), Held.trimmed(trim), true);
    }

    private static WatchedKind<GenericKubernetesResource> monitor(MonitorKind kind) {
        return generic(kind.definition(), CustomResourceReader::read);
    }

    private static WatchedKind<GenericKubernetesResource> custom(
            String kind, String plural, String group, String version, boolean namespaced) {
        return generic(context(kind, plural, group, version, namespaced), CustomResourceReader::read);
    }

    /** Most clusters have none of BlueKing's own workloads. */
    private static WatchedKind<GenericKubernetesResource> game(String kind, String plural) {
        var context = context(kind, plural, "tkex.tencent.com", "v1alpha1", true);
        return generic(context, Held.trimmed(object -> Trimmed.custom(kind, object)))
                .whereInstalled();
    }

    private static WatchedKind<GenericKubernetesResource> generic(
            ResourceDefinitionContext context, Held.Reader<GenericKubernetesResource> reader) {
        return new WatchedKind<>(
                context.getKind(),
                context.isNamespaceScoped(),
                client -> client.genericKubernetesResources(context),
                reader,
                true);
    }

    private WatchedKind<T> whereInstalled() {
        return new WatchedKind<>(kind, namespaced, api, reader, false);
    }

    private static ResourceDefinitionContext context(
            String kind, String plural, String group, String version, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}

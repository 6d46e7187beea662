package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValue;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Objects with nothing but what discovery reads. That is a small part of their memory, and a change of the rest, such as
 * the heartbeat of a node, is no change. Pods are in {@link TrimmedPod}.
 */
final class Trimmed {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trimmed() {}

    static Node node(Node node) {
        var trimmed = withMetadata(new Node(), node);
        if (node.getSpec() != null) {
            var spec = new NodeSpec();
            spec.setProviderID(node.getSpec().getProviderID());
            spec.setUnschedulable(node.getSpec().getUnschedulable());
            trimmed.setSpec(spec);
        }
        if (node.getStatus() != null) {
            var status = new NodeStatus();
            status.setAddresses(node.getStatus().getAddresses());
            status.setDaemonEndpoints(node.getStatus().getDaemonEndpoints());
            status.setConditions(each(node.getStatus().getConditions(), Trimmed::condition));
            trimmed.setStatus(status);
        }
        return trimmed;
    }

    /** Without its times, which change with every heartbeat. */
    private static NodeCondition condition(NodeCondition condition) {
        var trimmed = new NodeCondition();
        trimmed.setType(condition.getType());
        trimmed.setStatus(condition.getStatus());
        return trimmed;
    }

    static Namespace namespace(Namespace namespace) {
        return withMetadata(new Namespace(), namespace);
    }

    static Service service(Service service) {
        var trimmed = withMetadata(new Service(), service);
        var from = service.getSpec();
        if (from != null) {
            var spec = new ServiceSpec();
            spec.setType(from.getType());
            spec.setPorts(from.getPorts());
            spec.setSelector(from.getSelector());
            spec.setExternalIPs(from.getExternalIPs());
            spec.setClusterIP(from.getClusterIP());
            spec.setExternalName(from.getExternalName());
            spec.setLoadBalancerIP(from.getLoadBalancerIP());
            spec.setIpFamilies(from.getIpFamilies());
            spec.setIpFamilyPolicy(from.getIpFamilyPolicy());
            trimmed.setSpec(spec);
        }
        trimmed.setStatus(service.getStatus());
        return trimmed;
    }

    static Endpoints endpoints(Endpoints endpoints) {
        var trimmed = withMetadata(new Endpoints(), endpoints);
        trimmed.setSubsets(endpoints.getSubsets());
        return trimmed;
    }

    static EndpointSlice endpointSlice(EndpointSlice slice) {
        var trimmed = withMetadata(new EndpointSlice(), slice);
        trimmed.setAddressType(slice.getAddressType());
        trimmed.setPorts(slice.getPorts());
        trimmed.setEndpoints(each(slice.getEndpoints(), endpoint -> {
            endpoint.setHints(null);
            return endpoint;
        }));
        return trimmed;
    }

    static Ingress ingress(Ingress ingress) {
        var trimmed = withMetadata(new Ingress(), ingress);
        if (ingress.getSpec() != null) {
            var spec = new IngressSpec();
            spec.setIngressClassName(ingress.getSpec().getIngressClassName());
            spec.setTls(ingress.getSpec().getTls());
            spec.setRules(each(ingress.getSpec().getRules(), Trimmed::rule));
            trimmed.setSpec(spec);
        }
        return trimmed;
    }

    /** Of what answers behind a path the Service alone. */
    private static IngressRule rule(IngressRule rule) {
        var trimmed = new IngressRule();
        trimmed.setHost(rule.getHost());
        if (rule.getHttp() != null) {
            var paths = each(rule.getHttp().getPaths(), Trimmed::path);
            trimmed.setHttp(new HTTPIngressRuleValue(paths));
        }
        return trimmed;
    }

    private static HTTPIngressPath path(HTTPIngressPath path) {
        var service = path.getBackend() == null ? null : path.getBackend().getService();
        var backend =
                service == null ? null : new IngressBackend(null, new IngressServiceBackend(service.getName(), null));
        return new HTTPIngressPath(backend, path.getPath(), null);
    }

    /** Who made it, for the pods that it made. */
    static ReplicaSet replicaSet(ReplicaSet set) {
        var trimmed = new ReplicaSet();
        trimmed.setMetadata(withOwner(set));
        return trimmed;
    }

    static Deployment deployment(Deployment deployment) {
        var trimmed = new Deployment();
        trimmed.setMetadata(withOwner(deployment));
        return trimmed;
    }

    static StatefulSet statefulSet(StatefulSet set) {
        var trimmed = new StatefulSet();
        trimmed.setMetadata(withOwner(set));
        return trimmed;
    }

    static DaemonSet daemonSet(DaemonSet set) {
        var trimmed = new DaemonSet();
        trimmed.setMetadata(withOwner(set));
        return trimmed;
    }

    static Job job(Job job) {
        var trimmed = new Job();
        trimmed.setMetadata(withOwner(job));
        return trimmed;
    }

    static CronJob cronJob(CronJob job) {
        var trimmed = new CronJob();
        trimmed.setMetadata(withOwner(job));
        return trimmed;
    }

    /** @param kind which the API server does not say of metadata alone */
    static GenericKubernetesResource custom(String kind, GenericKubernetesResource object) {
        var trimmed = new GenericKubernetesResource();
        trimmed.setKind(kind);
        trimmed.setMetadata(withOwner(object));
        return trimmed;
    }

    static Secret secret(Secret secret) {
        var trimmed = new Secret();
        trimmed.setMetadata(Held.identity(secret.getMetadata()));
        trimmed.getMetadata().setLabels(secret.getMetadata().getLabels());
        trimmed.setData(secret.getData());
        return trimmed;
    }

    static ConfigMap configMap(ConfigMap map) {
        var trimmed = new ConfigMap();
        trimmed.setMetadata(Held.identity(map.getMetadata()));
        trimmed.setData(map.getData());
        return trimmed;
    }

    private static ObjectMeta withOwner(HasMetadata object) {
        var metadata = Held.identity(object.getMetadata());
        metadata.setOwnerReferences(owners(object.getMetadata()));
        return metadata;
    }

    private static <T extends HasMetadata> T withMetadata(T trimmed, T object) {
        trimmed.setMetadata(metadata(object.getMetadata()));
        return trimmed;
    }

    /** Name, namespace, labels and annotations. */
    static ObjectMeta metadata(ObjectMeta metadata) {
        var trimmed = Held.identity(metadata);
        trimmed.setLabels(metadata.getLabels());
        trimmed.setAnnotations(withoutLastApplied(metadata.getAnnotations()));
        return trimmed;
    }

    /** Takes out of the metadata itself what is long and read by nobody. */
    static void strip(ObjectMeta metadata) {
        metadata.setManagedFields(null);
        metadata.setAnnotations(withoutLastApplied(metadata.getAnnotations()));
    }

    /** Whom the object belongs to, its controller and others. */
    static @Nullable List<OwnerReference> owners(ObjectMeta metadata) {
        return each(metadata.getOwnerReferences(), Trimmed::owner);
    }

    private static OwnerReference owner(OwnerReference owner) {
        var trimmed = new OwnerReference();
        trimmed.setKind(owner.getKind());
        trimmed.setName(owner.getName());
        trimmed.setController(owner.getController());
        return trimmed;
    }

    /** What kubectl writes there is the whole object once more. */
    private static @Nullable Map<String, String> withoutLastApplied(@Nullable Map<String, String> annotations) {
        if (annotations == null || !annotations.containsKey(LAST_APPLIED)) {
            return annotations;
        }
        var others = new TreeMap<>(annotations);
        others.remove(LAST_APPLIED);
        return others;
    }

    static <T> @Nullable List<T> each(@Nullable List<T> list, UnaryOperator<T> trim) {
        return list == null ? null : list.stream().map(trim).toList();
    }
}

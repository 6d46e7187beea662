package io.bkm.actors.discovery.kubernetes;

import static io.bkm.actors.discovery.kubernetes.MetaLabels.PREFIX;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The labels of a pod and of its containers: in role pod, and on the endpoints that are pods. */
final class PodLabels {

    private static final String CONTAINER = PREFIX + "pod_container_";
    static final String CONTAINER_ID = CONTAINER + "id";

    private final MetaLabels meta;
    private final GroupMemo memo;

    PodLabels(MetaLabels meta, GroupMemo memo) {
        this.meta = meta;
        this.memo = memo;
    }

    /** What the labels of a pod depend on. */
    static void dependencies(Pod pod, Sight sight, Consumer<@Nullable Object> to) {
        to.accept(pod);
        to.accept(maker(pod, sight));
    }

    /** Made once per pod, whether it is found as a pod, in Endpoints or in an EndpointSlice. */
    Labels of(Pod pod, Sight sight) {
        var dependencies = new ArrayList<@Nullable Object>(2);
        dependencies(pod, sight, dependencies::add);
        return memo.get(Labels.class, What.of(sight.attach()), dependencies, () -> make(pod, sight));
    }

    private record What(boolean deployment, boolean job, boolean cronjob) {
        static What of(AttachMetadata attach) {
            return new What(attach.deployment(), attach.job(), attach.cronjob());
        }
    }

    private Labels make(Pod pod, Sight sight) {
        var labels = new HashMap<String, String>();
        var status = pod.getStatus();
        labels.put(PREFIX + "pod_ip", KubeObjects.ip(pod));
        labels.put(PREFIX + "pod_ready", ready(status));
        labels.put(PREFIX + "pod_phase", status == null ? "" : KubeObjects.text(status.getPhase()));
        labels.put(MetaLabels.POD_NODE_NAME, KubeObjects.nodeName(pod));
        labels.put(PREFIX + "pod_host_ip", status == null ? "" : KubeObjects.text(status.getHostIP()));
        labels.put(
                PREFIX + "pod_uid",
                pod.getMetadata() == null
                        ? ""
                        : KubeObjects.text(pod.getMetadata().getUid()));
        meta.addObject(labels, pod.getMetadata(), Role.POD);
        addOwners(labels, pod, sight);
        return Labels.of(labels);
    }

    private static void addOwners(Map<String, String> labels, Pod pod, Sight sight) {
        KubeObjects.controller(pod).ifPresent(owner -> {
            var kind = KubeObjects.text(owner.getKind());
            labels.put(PREFIX + "pod_controller_kind", kind);
            labels.put(PREFIX + "pod_controller_name", KubeObjects.text(owner.getName()));
            if (sight.attach().job() && kind.equals("Job")) {
                labels.put(PREFIX + "pod_job_name", KubeObjects.text(owner.getName()));
            }
            var maker = sight.maker(KubeObjects.namespace(pod), owner);
            if (maker != null) {
                KubeObjects.controller(maker).ifPresent(above -> addOwnerOfOwner(labels, kind, above));
            }
        });
    }

    private static void addOwnerOfOwner(Map<String, String> labels, String kind, OwnerReference above) {
        var name = KubeObjects.text(above.getName());
        if (kind.equals("ReplicaSet") && "Deployment".equals(above.getKind())) {
            labels.put(PREFIX + "pod_deployment_name", name);
        } else if (kind.equals("Job") && "CronJob".equals(above.getKind())) {
            labels.put(PREFIX + "pod_cronjob_name", name);
        }
    }

    private static @Nullable HasMetadata maker(Pod pod, Sight sight) {
        return KubeObjects.controller(pod)
                .map(owner -> sight.maker(KubeObjects.namespace(pod), owner))
                .orElse(null);
    }

    private static String ready(@Nullable PodStatus status) {
        if (status != null) {
            for (var condition : KubeObjects.each(status.getConditions())) {
                if ("Ready".equals(condition.getType())) {
                    return KubeObjects.text(condition.getStatus()).toLowerCase(Locale.ROOT);
                }
            }
        }
        return "unknown";
    }

    /** Each container, ordinary ones first, and whether it is an init container (a sidecar is one). */
    static void forEachContainer(Pod pod, BiConsumer<Container, Boolean> action) {
        PodSpec spec = pod.getSpec();
        if (spec != null) {
            KubeObjects.each(spec.getContainers()).forEach(container -> action.accept(container, false));
            KubeObjects.each(spec.getInitContainers()).forEach(container -> action.accept(container, true));
        }
    }

    static void addContainer(Labels.Builder to, Container container, boolean init) {
        to.set(CONTAINER + "name", KubeObjects.text(container.getName()));
        to.set(CONTAINER + "image", KubeObjects.text(container.getImage()));
        to.set(CONTAINER + "init", Boolean.toString(init));
    }

    static void addPort(Labels.Builder to, ContainerPort port, @Nullable String protocol) {
        to.set(CONTAINER + "port_name", KubeObjects.text(port.getName()));
        to.set(CONTAINER + "port_number", Integer.toString(KubeObjects.number(port.getContainerPort())));
        to.set(CONTAINER + "port_protocol", KubeObjects.text(protocol));
    }

    /**
     * The container port behind an endpoint's port. Where several containers have the number, the last one names it:
     * of the ordinary containers, then of the init containers.
     *
     * @param protocol the endpoint port's own; null takes the container port's
     */
    static void addContainerOf(Labels.Builder to, Pod pod, int number, @Nullable String protocol) {
        forEachContainer(pod, (container, init) -> {
            for (var port : KubeObjects.each(container.getPorts())) {
                if (KubeObjects.number(port.getContainerPort()) == number) {
                    addContainer(to, container, init);
                    addPort(to, port, protocol == null ? port.getProtocol() : protocol);
                    break;
                }
            }
        });
    }

    /** A target for each container port whose number no endpoint port has, at the pod's own address. */
    void addUncovered(Pod pod, List<Integer> covered, Sight sight, Consumer<Labels> to) {
        var ip = KubeObjects.ip(pod);
        if (ip.isEmpty()) {
            return; // a pod that starts, or was evicted
        }
        forEachContainer(pod, (container, init) -> {
            for (var port : KubeObjects.each(container.getPorts())) {
                int number = KubeObjects.number(port.getContainerPort());
                if (!covered.contains(number)) {
                    var target = new Labels.Builder();
                    target.set(MetaLabels.ADDRESS, MetaLabels.hostAndPort(ip, number));
                    addContainer(target, container, init);
                    addPort(target, port, port.getProtocol());
                    to.accept(target.build().with(of(pod, sight)));
                }
            }
        });
    }
}

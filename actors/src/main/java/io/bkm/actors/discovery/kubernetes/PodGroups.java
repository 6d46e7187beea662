package io.bkm.actors.discovery.kubernetes;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Role pod: a target per container port, and one without port per container that has none. */
final class PodGroups implements Groups<Pod> {

    private final PodLabels pods;
    private final Surroundings surroundings;

    PodGroups(PodLabels pods, Surroundings surroundings) {
        this.pods = pods;
        this.surroundings = surroundings;
    }

    @Override
    public Role role() {
        return Role.POD;
    }

    @Override
    public ByName<Pod> objects(ObjectIndex index) {
        return index.pods();
    }

    @Override
    public void dependencies(Pod pod, Sight sight, Consumer<@Nullable Object> to) {
        PodLabels.dependencies(pod, sight, to);
        to.accept(sight.attach().node() ? sight.node(KubeObjects.nodeName(pod)) : null);
        to.accept(sight.attach().namespace() ? sight.namespaceObject(KubeObjects.namespace(pod)) : null);
    }

    @Override
    public TargetGroup group(Pod pod, Sight sight) {
        var namespace = KubeObjects.namespace(pod);
        var source = "pod/" + namespace + "/" + KubeObjects.name(pod);
        if (KubeObjects.ip(pod).isEmpty()) {
            return new TargetGroup(source, Labels.EMPTY, List.of());
        }
        var labels = Labels.of(MetaLabels.NAMESPACE, namespace).with(pods.of(pod, sight));
        if (sight.attach().node()) {
            labels = labels.with(surroundings.ofNode(sight.node(KubeObjects.nodeName(pod))));
        }
        labels = labels.with(surroundings.ofNamespace(namespace, sight));
        var targets = new ArrayList<Labels>();
        PodLabels.forEachContainer(pod, (container, init) -> addTargets(pod, container, init, targets::add));
        return new TargetGroup(source, labels, targets);
    }

    private static void addTargets(Pod pod, Container container, boolean init, Consumer<Labels> to) {
        var ip = KubeObjects.ip(pod);
        var common = new Labels.Builder();
        PodLabels.addContainer(common, container, init);
        common.set(PodLabels.CONTAINER_ID, containerId(pod, container, init));
        var ports = KubeObjects.each(container.getPorts());
        if (ports.isEmpty()) {
            to.accept(common.set(MetaLabels.ADDRESS, ip).build());
        }
        for (var port : ports) {
            var number = KubeObjects.number(port.getContainerPort());
            common.set(MetaLabels.ADDRESS, MetaLabels.hostAndPort(ip, number));
            PodLabels.addPort(common, port, port.getProtocol());
            to.accept(common.build());
        }
    }

    private static String containerId(Pod pod, Container container, boolean init) {
        var status = pod.getStatus();
        List<ContainerStatus> statuses = init ? status.getInitContainerStatuses() : status.getContainerStatuses();
        for (var each : KubeObjects.each(statuses)) {
            if (KubeObjects.text(each.getName()).equals(KubeObjects.text(container.getName()))) {
                return KubeObjects.text(each.getContainerID());
            }
        }
        return "";
    }
}

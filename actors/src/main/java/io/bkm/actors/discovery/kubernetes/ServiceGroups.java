package io.bkm.actors.discovery.kubernetes;

import static io.bkm.actors.discovery.kubernetes.MetaLabels.PREFIX;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Role service: a target per service port, at the service's name in the cluster. */
final class ServiceGroups implements Groups<Service> {

    private final Surroundings surroundings;

    ServiceGroups(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Role role() {
        return Role.SERVICE;
    }

    @Override
    public ByName<Service> objects(ObjectIndex index) {
        return index.services();
    }

    @Override
    public void dependencies(Service service, Sight sight, Consumer<@Nullable Object> to) {
        to.accept(service);
        to.accept(sight.attach().namespace() ? sight.namespaceObject(KubeObjects.namespace(service)) : null);
    }

    @Override
    public TargetGroup group(Service service, Sight sight) {
        var namespace = KubeObjects.namespace(service);
        var name = KubeObjects.name(service);
        var labels = surroundings.ofService(service).with(surroundings.ofNamespace(namespace, sight));
        var targets = new ArrayList<Labels>();
        if (service.getSpec() != null) {
            addTargets(service.getSpec(), name + "." + namespace + ".svc", loadBalancerIps(service), targets::add);
        }
        return new TargetGroup("svc/" + namespace + "/" + name, labels, targets);
    }

    private static void addTargets(ServiceSpec spec, String host, String loadBalancerIps, Consumer<Labels> to) {
        var type = KubeObjects.text(spec.getType());
        for (var port : KubeObjects.each(spec.getPorts())) {
            var number = KubeObjects.number(port.getPort());
            var target = new Labels.Builder();
            target.set(MetaLabels.ADDRESS, MetaLabels.hostAndPort(host, number));
            target.set(PREFIX + "service_port_name", KubeObjects.text(port.getName()));
            target.set(PREFIX + "service_port_number", Integer.toString(number));
            target.set(PREFIX + "service_port_protocol", KubeObjects.text(port.getProtocol()));
            target.set(PREFIX + "service_type", type);
            if (type.equals("ExternalName")) {
                target.set(PREFIX + "service_external_name", KubeObjects.text(spec.getExternalName()));
            } else {
                target.set(PREFIX + "service_cluster_ip", KubeObjects.text(spec.getClusterIP()));
            }
            if (type.equals("LoadBalancer")) {
                target.set(PREFIX + "service_loadbalancer_ip", loadBalancerIps);
            }
            to.accept(target.build());
        }
    }

    /** The addresses that were given, else the one that was asked for, which is all that Prometheus 3.5 tells. */
    private static String loadBalancerIps(Service service) {
        var status = service.getStatus() == null ? null : service.getStatus().getLoadBalancer();
        var given = status == null
                ? ""
                : KubeObjects.each(status.getIngress()).stream()
                        .map(ingress -> KubeObjects.text(ingress.getIp()))
                        .filter(ip -> !ip.isEmpty())
                        .collect(Collectors.joining(","));
        return given.isEmpty() ? KubeObjects.text(service.getSpec().getLoadBalancerIP()) : given;
    }
}

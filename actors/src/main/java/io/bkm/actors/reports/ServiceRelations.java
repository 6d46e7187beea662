package io.bkm.actors.reports;

import static io.bkm.actors.discovery.kubernetes.KubeObjects.name;
import static io.bkm.actors.discovery.kubernetes.KubeObjects.namespace;
import static io.bkm.actors.reports.Relations.labels;

import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who answers for a Service: pods, addresses, a domain; and which Ingress leads to it. */
final class ServiceRelations {

    private final RelationLines lines;
    private final Map<String, List<Pod>> pods;
    /** Addresses by namespace and name of the Endpoints. */
    private final Map<String, List<String>> addresses = new HashMap<>();

    private ServiceRelations(Map<String, List<Pod>> pods, RelationLines lines) {
        this.pods = pods;
        this.lines = lines;
    }

    /** @param pods by namespace */
    static void add(Resources resources, Map<String, List<Pod>> pods, RelationLines lines) {
        var relations = new ServiceRelations(pods, lines);
        for (var endpoints : resources.endpoints()) {
            relations.addresses.put(
                    namespace(endpoints) + "/" + name(endpoints),
                    endpoints.getSubsets().stream()
                            .flatMap(subset -> subset.getAddresses().stream())
                            .map(address -> address.getIp())
                            .toList());
        }
        resources.services().forEach(relations::service);
        relations.ingresses(resources);
    }

    private void service(Service service) {
        var spec = service.getSpec();
        if (spec == null) {
            return;
        }
        if (spec.getSelector() != null && !spec.getSelector().isEmpty()) {
            pods.getOrDefault(namespace(service), List.of()).stream()
                    .filter(pod -> labels(pod)
                            .entrySet()
                            .containsAll(spec.getSelector().entrySet()))
                    .forEach(pod -> line(service, "pod_with_service_relation", "pod", name(pod)));
        }
        if (spec.getExternalIPs() != null) {
            spec.getExternalIPs().forEach(address -> address(service, address));
        }
        if (service.getStatus() != null && service.getStatus().getLoadBalancer() != null) {
            service.getStatus().getLoadBalancer().getIngress().stream()
                    .map(ingress -> ingress.getIp())
                    .filter(address -> address != null && !address.isEmpty())
                    .forEach(address -> address(service, address));
        }
        if ("ExternalName".equals(spec.getType())) {
            externalName(service, spec.getExternalName());
        }
    }

    private void externalName(Service service, @Nullable String domain) {
        var known = addresses.getOrDefault(namespace(service) + "/" + name(service), List.of());
        known.forEach(address -> address(service, address));
        if (known.isEmpty() && domain != null) {
            line(service, "domain_with_service_relation", "domain", domain);
        }
    }

    private void address(Service service, String address) {
        line(service, "k8s_address_with_service_relation", "address", address);
    }

    private void line(Service service, String metric, String label, String value) {
        lines.add(metric, "namespace", namespace(service), "service", name(service), label, value);
    }

    private void ingresses(Resources resources) {
        for (var ingress : resources.ingresses()) {
            if (ingress.getSpec() != null) {
                ingress.getSpec().getRules().stream()
                        .filter(rule -> rule.getHttp() != null)
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .filter(path ->
                                path.getBackend() != null && path.getBackend().getService() != null)
                        .forEach(path -> lines.add(
                                "ingress_with_service_relation",
                                "namespace",
                                namespace(ingress),
                                "service",
                                path.getBackend().getService().getName(),
                                "ingress",
                                name(ingress)));
            }
        }
    }
}

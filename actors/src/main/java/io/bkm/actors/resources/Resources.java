package io.bkm.actors.resources;

import io.bkm.actors.sd.External;
import io.bkm.crds.BkLogConfig;
import io.bkm.crds.DataId;
import io.bkm.crds.Monitor;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.Probe;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.ServiceMonitor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that is known of a cluster at one moment: sorted by namespace and name, so that equal contents are equal
 * lists. Unchanged objects are the same instances from one snapshot to the next.
 *
 * @param external what is known from outside of it
 */
public record Resources(
        List<ServiceMonitor> serviceMonitors,
        List<PodMonitor> podMonitors,
        List<Probe> probes,
        List<ScrapeConfig> scrapeConfigs,
        List<DataId> dataIds,
        List<Pod> pods,
        List<Node> nodes,
        List<Namespace> namespaces,
        List<Service> services,
        List<Endpoints> endpoints,
        List<EndpointSlice> endpointSlices,
        List<Ingress> ingresses,
        List<Secret> secrets,
        List<ConfigMap> configMaps,
        Owners owners,
        List<BkLogConfig> logConfigs,
        List<Problem> problems,
        External external) {

    /**
     * Something that could not be read.
     *
     * @param where file and document, or resource
     * @param reason path of the field, its value and what was expected
     */
    public record Problem(String where, String kind, String namespace, String name, String reason) {}

    public static final Resources NONE = new Resources(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Owners.NONE,
            List.of(),
            List.of(),
            External.NONE);

    public Resources {
        serviceMonitors = List.copyOf(serviceMonitors);
        podMonitors = List.copyOf(podMonitors);
        probes = List.copyOf(probes);
        scrapeConfigs = List.copyOf(scrapeConfigs);
        dataIds = List.copyOf(dataIds);
        pods = List.copyOf(pods);
        nodes = List.copyOf(nodes);
        namespaces = List.copyOf(namespaces);
        services = List.copyOf(services);
        endpoints = List.copyOf(endpoints);
        endpointSlices = List.copyOf(endpointSlices);
        ingresses = List.copyOf(ingresses);
        secrets = List.copyOf(secrets);
        configMaps = List.copyOf(configMaps);
        logConfigs = List.copyOf(logConfigs);
        problems = List.copyOf(problems);
    }

    /** Of all kinds. */
    public Stream<Monitor> monitors() {
        return Stream.<List<? extends Monitor>>of(serviceMonitors, podMonitors, probes, scrapeConfigs)
                .flatMap(Collection::stream);
    }

    /** These resources with other pods. */
    public Resources withPods(List<Pod> other) {
        return with(other, owners, problems, external);
    }

    /** These resources with other owners of pods. */
    public Resources withOwners(Owners other) {
        return with(pods, other, problems, external);
    }

    public Resources withProblems(List<Problem> other) {
        return with(pods, owners, other, external);
    }

    public Resources withExternal(External other) {
        return with(pods, owners, problems, other);
    }

    private Resources with(
            List<Pod> otherPods, Owners otherOwners, List<Problem> otherProblems, External otherExternal) {
        return new Resources(
                serviceMonitors,
                podMonitors,
                probes,
                scrapeConfigs,
                dataIds,
                otherPods,
                nodes,
                namespaces,
                services,
                endpoints,
                endpointSlices,
                ingresses,
                secrets,
                configMaps,
                otherOwners,
                logConfigs,
                otherProblems,
                otherExternal);
    }
}

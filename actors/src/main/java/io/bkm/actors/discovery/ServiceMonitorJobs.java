package io.bkm.actors.discovery;

import static io.bkm.actors.discovery.JobContext.or;
import static io.bkm.actors.discovery.JobContext.orTrue;
import static io.bkm.actors.discovery.JobContext.selectsObjects;
import static io.bkm.actors.discovery.RuleList.objectLabel;

import io.bkm.actors.discovery.ScrapeJob.Search;
import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.crds.ServiceMonitor;
import io.bkm.crds.ServiceMonitorEndpoint;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.targets.ScrapePool;
import java.util.ArrayList;
import java.util.List;

/** ServiceMonitors as jobs: one for each of their endpoints. */
final class ServiceMonitorJobs {

    private static final String META = "__meta_kubernetes_";

    private ServiceMonitorJobs() {}

    static List<ScrapeJob> of(ServiceMonitor monitor, JobContext context) throws Refusal {
        var jobs = new ArrayList<ScrapeJob>();
        for (int i = 0; i < monitor.spec().endpoints().size(); i++) {
            jobs.add(job(monitor.spec(), monitor.spec().endpoints().get(i), i, context));
        }
        return jobs;
    }

    private static ScrapeJob job(
            ServiceMonitor.Spec spec, ServiceMonitorEndpoint endpoint, int index, JobContext context) throws Refusal {
        var at = "spec.endpoints[" + index + "].";
        var id = context.monitor();
        var pool = "serviceMonitor/" + id.namespace() + "/" + id.name() + "/" + index;
        var scope = context.scope(spec.namespaceSelector());
        var attach = context.attach(spec.attachMetadata());
        var slices = JobContext.selectors(spec.selector(), spec.selectorMechanism(), Role.ENDPOINTSLICE, Role.SERVICE);
        var endpoints = JobContext.selectors(spec.selector(), spec.selectorMechanism(), Role.ENDPOINTS, Role.SERVICE);
        var timing = JobTiming.of(endpoint.interval(), endpoint.scrapeTimeout(), context.settings(), at, "interval");
        var bySlices = pool(pool, endpoint, timing, rules(spec, endpoint, "endpointslice", at, context));
        var byEndpoints = pool(pool, endpoint, timing, rules(spec, endpoint, "endpoint", at, context));
        var searches = switch (context.settings().serviceDiscoveryRole()) {
            case EITHER ->
                List.of(
                        Search.of(new Source.Kubernetes(Role.ENDPOINTSLICE, scope, attach, slices), bySlices),
                        Search.of(new Source.EndpointsWithoutSlices(scope, attach, endpoints), byEndpoints));
            case ENDPOINTSLICE ->
                List.of(Search.of(new Source.Kubernetes(Role.ENDPOINTSLICE, scope, attach, slices), bySlices));
            case ENDPOINTS ->
                List.of(Search.of(new Source.Kubernetes(Role.ENDPOINTS, scope, attach, endpoints), byEndpoints));
        };
        var limits = context.limits(spec);
        return new ScrapeJob(
                id,
                index,
                pool,
                searches,
                new RequestSettings(
                        context.formats(spec),
                        orTrue(endpoint.followRedirects()),
                        true,
                        context.access().credentials(endpoint, endpoint.bearerTokenFile(), at),
                        context.access().tlsOfService(endpoint.tlsConfig(), at + "tlsConfig"),
                        context.access().proxy(endpoint, at),
                        context.nameEscaping(null, null)),
                new SampleSettings(
                        context.honorLabels(endpoint.honorLabels()),
                        context.honorTimestamps(orTrue(endpoint.honorTimestamps())),
                        Boolean.TRUE.equals(endpoint.trackTimestampsStaleness()),
                        context.metricRelabelings(endpoint.metricRelabelings(), at + "metricRelabelings"),
                        limits.ofScrape(),
                        context.fallbackFormat(spec)),
                limits.targetLimit(),
                context.annotations(),
                AsWritten.of(endpoint.interval(), endpoint.scrapeTimeout(), endpoint.metricRelabelings()));
    }

    private static ScrapePool pool(
            String name, ServiceMonitorEndpoint endpoint, JobTiming timing, List<RelabelRule> rules) {
        return new ScrapePool(
                name,
                or(endpoint.scheme(), "http"),
                or(endpoint.path(), "/metrics"),
                endpoint.params(),
                timing.interval(),
                timing.timeout(),
                rules,
                null);
    }

    /** @param kind {@code endpointslice} or {@code endpoint}: where the meta labels say what a port is called */
    static List<RelabelRule> rules(
            ServiceMonitor.Spec spec, ServiceMonitorEndpoint endpoint, String kind, String at, JobContext context)
            throws Refusal {
        var rules = RuleList.begin();
        if (!selectsObjects(spec.selectorMechanism())) {
            var _ = rules.select(spec.selector(), "service");
        }
        keepPort(rules, endpoint, kind, at);
        var target = new String[] {META + kind + "_address_target_kind", META + kind + "_address_target_name"};
        var _ = rules.replace("Node;(.*)", "node", "${1}", target)
                .replace("Pod;(.*)", "pod", "${1}", target)
                .copy(META + "namespace", "namespace")
                .copy(META + "service_name", "service")
                .copy(META + "pod_name", "pod")
                .copy(META + "pod_container_name", "container");
        if (orTrue(endpoint.filterRunning())) {
            var _ = rules.dropEnded();
        }
        for (var label : spec.targetLabels()) {
            var _ = rules.copyPresent(objectLabel("service", label), RuleList.sanitize(label), "spec.targetLabels");
        }
        for (var label : context.podTargetLabels(spec.podTargetLabels())) {
            var _ = rules.copyPresent(objectLabel("pod", label), RuleList.sanitize(label), "spec.podTargetLabels");
        }
        var _ = rules.copy(META + "service_name", "job");
        if (!spec.jobLabel().isEmpty()) {
            var _ = rules.copyPresent(objectLabel("service", spec.jobLabel()), "job", "spec.jobLabel");
        }
        return context.end(
                rules.endpoint(endpoint.port(), endpoint.targetPort()), endpoint.relabelings(), at + "relabelings");
    }

    private static void keepPort(RuleList rules, ServiceMonitorEndpoint endpoint, String kind, String at)
            throws Refusal {
        if (!endpoint.port().isEmpty()) {
            var _ = rules.keep(endpoint.port(), at + "port", META + kind + "_port_name");
        } else {
            rules.keepContainerPort(endpoint.targetPort(), at + "targetPort");
        }
    }
}

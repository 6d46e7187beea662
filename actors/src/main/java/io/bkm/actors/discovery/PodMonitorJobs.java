package io.bkm.actors.discovery;

import static io.bkm.actors.discovery.JobContext.or;
import static io.bkm.actors.discovery.JobContext.orTrue;
import static io.bkm.actors.discovery.JobContext.selectsObjects;
import static io.bkm.actors.discovery.RuleList.objectLabel;

import io.bkm.actors.discovery.ScrapeJob.Search;
import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.crds.IntOrString;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.PodMonitorEndpoint;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.targets.ScrapePool;
import java.util.ArrayList;
import java.util.List;

/** PodMonitors as jobs: one for each of their endpoints. */
final class PodMonitorJobs {

    private static final String META = "__meta_kubernetes_";

    private PodMonitorJobs() {}

    static List<ScrapeJob> of(PodMonitor monitor, JobContext context) throws Refusal {
        var jobs = new ArrayList<ScrapeJob>();
        for (int i = 0; i < monitor.spec().podMetricsEndpoints().size(); i++) {
            jobs.add(job(monitor.spec(), monitor.spec().podMetricsEndpoints().get(i), i, context));
        }
        return jobs;
    }

    private static ScrapeJob job(PodMonitor.Spec spec, PodMonitorEndpoint endpoint, int index, JobContext context)
            throws Refusal {
        var at = "spec.podMetricsEndpoints[" + index + "].";
        var id = context.monitor();
        var pool = "podMonitor/" + id.namespace() + "/" + id.name() + "/" + index;
        var timing = JobTiming.of(endpoint.interval(), endpoint.scrapeTimeout(), context.settings(), at, "interval");
        var source = new Source.Kubernetes(
                Role.POD,
                context.scope(spec.namespaceSelector()),
                context.attach(spec.attachMetadata()),
                JobContext.selectors(spec.selector(), spec.selectorMechanism(), Role.POD));
        var limits = context.limits(spec);
        return new ScrapeJob(
                id,
                index,
                pool,
                List.of(Search.of(
                        source,
                        new ScrapePool(
                                pool,
                                or(endpoint.scheme(), "http"),
                                or(endpoint.path(), "/metrics"),
                                endpoint.params(),
                                timing.interval(),
                                timing.timeout(),
                                rules(spec, endpoint, at, context),
                                null))),
                new RequestSettings(
                        context.formats(spec),
                        orTrue(endpoint.followRedirects()),
                        true,
                        context.access().credentials(endpoint, "", at),
                        context.access().tls(endpoint.tlsConfig(), at + "tlsConfig"),
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

    static List<RelabelRule> rules(PodMonitor.Spec spec, PodMonitorEndpoint endpoint, String at, JobContext context)
            throws Refusal {
        var rules = RuleList.begin();
        if (orTrue(endpoint.filterRunning())) {
            var _ = rules.dropEnded();
        }
        if (!selectsObjects(spec.selectorMechanism())) {
            var _ = rules.select(spec.selector(), "pod");
        }
        keepPort(rules, endpoint, at);
        var _ = rules.copy(META + "namespace", "namespace")
                .copy(META + "pod_container_name", "container")
                .copy(META + "pod_name", "pod");
        for (var label : context.podTargetLabels(spec.podTargetLabels())) {
            var _ = rules.copyPresent(objectLabel("pod", label), RuleList.sanitize(label), "spec.podTargetLabels");
        }
        var monitor = context.monitor();
        var _ = rules.set("job", monitor.namespace() + "/" + monitor.name());
        if (!spec.jobLabel().isEmpty()) {
            var _ = rules.copyPresent(objectLabel("pod", spec.jobLabel()), "job", "spec.jobLabel");
        }
        return context.end(
                rules.endpoint(or(endpoint.port(), ""), endpoint.targetPort()),
                endpoint.relabelings(),
                at + "relabelings");
    }

    private static void keepPort(RuleList rules, PodMonitorEndpoint endpoint, String at) throws Refusal {
        var port = or(endpoint.port(), "");
        var number = endpoint.portNumber();
        if (!port.isEmpty()) {
            var _ = rules.keep(port, at + "port", META + "pod_container_port_name");
        } else if (number != null && number != 0) {
            rules.keepContainerPort(new IntOrString.Int(number), at + "portNumber");
        } else {
            rules.keepContainerPort(endpoint.targetPort(), at + "targetPort");
        }
    }
}

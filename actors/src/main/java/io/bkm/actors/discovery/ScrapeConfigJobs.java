package io.bkm.actors.discovery;

import static io.bkm.actors.discovery.JobContext.or;
import static io.bkm.actors.discovery.JobContext.orTrue;

import io.bkm.actors.discovery.ScrapeJob.Search;
import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.discovery.kubernetes.NamespaceScope;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.Selector;
import io.bkm.actors.discovery.kubernetes.Selectors;
import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.crds.KubernetesSdConfig;
import io.bkm.crds.ScrapeConfig;
import io.bkm.streams.labels.NameScheme;
import io.bkm.streams.targets.ScrapePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** ScrapeConfigs as jobs: one each. */
final class ScrapeConfigJobs {

    private ScrapeConfigJobs() {}

    /** Of its discoveries those that we do not have are left out; {@link UnknownDiscoveries} says which. */
    static ScrapeJob of(ScrapeConfig config, JobContext context) throws Refusal {
        var spec = config.spec();
        var id = context.monitor();
        var name = "scrapeConfig/" + id.namespace() + "/" + id.name();
        var pool = pool(name, spec, context);
        var searches = new ArrayList<Search>();
        for (var source : sources(spec, context)) {
            searches.add(Search.of(source, pool));
        }
        var limits = context.limits(spec);
        return new ScrapeJob(
                id,
                0,
                name,
                searches,
                new RequestSettings(
                        context.formats(spec),
                        true,
                        orTrue(spec.enableCompression()),
                        context.access().credentials(spec, "", "spec."),
                        context.access().tls(spec.tlsConfig(), "spec.tlsConfig"),
                        context.access().proxy(spec, "spec."),
                        context.nameEscaping(spec.nameValidationScheme(), spec.nameEscapingScheme())),
                new SampleSettings(
                        context.honorLabels(Boolean.TRUE.equals(spec.honorLabels())),
                        spec.honorTimestamps() == null || context.honorTimestamps(spec.honorTimestamps()),
                        Boolean.TRUE.equals(spec.trackTimestampsStaleness()),
                        context.metricRelabelings(spec.metricRelabelings(), "spec.metricRelabelings"),
                        limits.ofScrape(),
                        context.fallbackFormat(spec)),
                limits.targetLimit(),
                context.annotations(),
                AsWritten.of(spec.scrapeInterval(), spec.scrapeTimeout(), spec.metricRelabelings()));
    }

    private static ScrapePool pool(String name, ScrapeConfig.Spec spec, JobContext context) throws Refusal {
        var timing = JobTiming.of(
                spec.scrapeInterval(), spec.scrapeTimeout(), context.settings(), "spec.", "scrapeInterval");
        var rules = RuleList.begin().addAll(context.scrapeClass().relabelings());
        if (spec.jobName() != null) {
            var _ = rules.set("job", spec.jobName());
        }
        if (!spec.relabelings().isEmpty()) { // prometheus-operator enforces no label of targets without
            var _ = rules.addUsers(spec.relabelings(), "spec.relabelings").addAll(context.enforcedLabel());
        }
        return new ScrapePool(
                name,
                or(spec.scheme(), "http").toLowerCase(Locale.ROOT),
                or(spec.metricsPath(), "/metrics"),
                spec.params(),
                timing.interval(),
                timing.timeout(),
                rules.rules(),
                null);
    }

    private static List<Source> sources(ScrapeConfig.Spec spec, JobContext context) throws Refusal {
        var sources = new ArrayList<Source>();
        var groups = new ArrayList<TargetGroup>();
        for (int i = 0; i < spec.staticConfigs().size(); i++) {
            var config = spec.staticConfigs().get(i);
            for (var label : config.labels().keySet()) {
                if (!NameScheme.LEGACY.accepts(label)) {
                    throw new Refusal("spec.staticConfigs[" + i + "].labels", label, "a label name");
                }
            }
            groups.add(StaticTargets.group(i, config.targets(), config.labels()));
        }
        if (!groups.isEmpty()) {
            sources.add(new Source.Static(groups));
        }
        for (int i = 0; i < spec.kubernetesSDConfigs().size(); i++) {
            var kubernetes = spec.kubernetesSDConfigs().get(i);
            checkAccess(kubernetes, context, "spec.kubernetesSDConfigs[" + i + "].");
            if (kubernetes.apiServer() == null) {
                var source = kubernetes(kubernetes, context, "spec.kubernetesSDConfigs[" + i + "].");
                if (!sources.contains(source)) { // Prometheus runs equal discoveries once
                    sources.add(source);
                }
            }
        }
        for (var discovery : OutsideDiscoveries.of(spec, context)) {
            var source = new Source.Outside(discovery);
            if (!sources.contains(source)) {
                sources.add(source);
            }
        }
        return sources;
    }

    private static Source kubernetes(KubernetesSdConfig config, JobContext context, String at) throws Refusal {
        var role = Role.of(config.role())
                .orElseThrow(() -> new Refusal(
                        at + "role", config.role(), "Pod, Service, Endpoints, EndpointSlice, Node or Ingress"));
        return new Source.Kubernetes(
                role,
                scope(config, context, at),
                JobContext.attachAsWritten(role.mayAttachNode() ? config.attachMetadata() : null),
                selectors(config, role, at));
    }

    /** Prometheus refuses settings for a connection to the API server that it is not told the address of. */
    private static void checkAccess(KubernetesSdConfig config, JobContext context, String at) throws Refusal {
        var credentials = context.access().own().credentials(config, at);
        var tls = context.access().own().tls(config.tlsConfig(), at + "tlsConfig");
        var proxy = context.access().proxy(config, at);
        boolean given = credentials != null || tls != null || proxy != null;
        if (given && config.apiServer() == null) {
            throw new Refusal(at + "apiServer", "nothing", "a URL where there are credentials, TLS or a proxy");
        }
    }

    private static NamespaceScope scope(KubernetesSdConfig config, JobContext context, String at) throws Refusal {
        var namespaces = config.namespaces();
        if (namespaces == null) {
            return NamespaceScope.ANY;
        }
        boolean own = Boolean.TRUE.equals(namespaces.ownNamespace());
        var ownNamespace = context.settings().ownNamespace();
        if (own && ownNamespace.isEmpty()) {
            throw new Refusal(at + "namespaces.ownNamespace", "true", "bkm.expansion.own-namespace beside it");
        }
        return NamespaceScope.from(namespaces.names(), own, ownNamespace);
    }

    private static Selectors selectors(KubernetesSdConfig config, Role role, String at) throws Refusal {
        var selectors = new ArrayList<Selector>();
        for (var selector : config.selectors()) {
            var selected = Role.of(selector.role());
            // prometheus-operator does not know yet that role pod may choose by nodes.
            if (selected.isEmpty() || (role == Role.POD && selected.get() != Role.POD)) {
                throw new Refusal(at + "selectors.role", selector.role(), "a role that " + config.role() + " looks at");
            }
            selectors.add(new Selector(selected.get(), or(selector.label(), ""), or(selector.field(), "")));
        }
        try {
            return Selectors.of(role, selectors);
        } catch (IllegalArgumentException bad) {
            throw new Refusal(at + "selectors: " + bad.getMessage());
        }
    }
}

package io.bkm.actors.discovery;

import static io.bkm.actors.discovery.JobContext.or;

import io.bkm.actors.discovery.ScrapeJob.Search;
import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.discovery.kubernetes.AttachMetadata;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.Selectors;
import io.bkm.crds.LabelSelector;
import io.bkm.crds.Probe;
import io.bkm.crds.ProbeTargets;
import io.bkm.crds.Prober;
import io.bkm.crds.RelabelConfig;
import io.bkm.streams.targets.ScrapePool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Probes as jobs: one each. */
final class ProbeJobs {

    private static final String META = "__meta_kubernetes_";
    private static final String INGRESS_RULES = "spec.targets.ingress.relabelingConfigs";
    private static final String DEFAULT_PATH = "/probe";

    private static final Pattern HOST =
            Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62}(?:\\.[a-zA-Z0-9_][a-zA-Z0-9_-]{0,62})*[._]?");
    private static final int MAX_HOST = 255;
    private static final int MAX_PORT = 65_535;

    private ProbeJobs() {}

    static ScrapeJob of(Probe probe, JobContext context) throws Refusal {
        var spec = probe.spec();
        var prober = spec.prober();
        if (prober == null) {
            throw new Refusal("spec.prober", "nothing", "a prober");
        }
        checkHost(prober.url());
        var id = context.monitor();
        var pool = "probe/" + id.namespace() + "/" + id.name();
        var limits = context.limits(spec);
        return new ScrapeJob(
                id,
                0,
                pool,
                List.of(search(pool, spec, prober, context)),
                new RequestSettings(
                        context.formats(spec),
                        true,
                        true,
                        context.access().credentials(spec, "", "spec."),
                        context.access().tls(spec.tlsConfig(), "spec.tlsConfig"),
                        context.access().proxy(prober, "spec.prober."),
                        context.nameEscaping(null, null)),
                new SampleSettings(
                        false,
                        context.honorTimestamps(true),
                        false,
                        context.metricRelabelings(spec.metricRelabelings(), "spec.metricRelabelings"),
                        limits.ofScrape(),
                        context.fallbackFormat(spec)),
                limits.targetLimit(),
                context.annotations(),
                AsWritten.of(spec.interval(), spec.scrapeTimeout(), spec.metricRelabelings()));
    }

    private static Search search(String pool, Probe.Spec spec, Prober prober, JobContext context) throws Refusal {
        var timing = JobTiming.of(spec.interval(), spec.scrapeTimeout(), context.settings(), "spec.", "interval");
        var targets = spec.targets();
        var rules = RuleList.begin();
        if (!spec.jobName().isEmpty()) {
            var _ = rules.set("job", spec.jobName());
        }
        Source source;
        List<RelabelConfig> users;
        String field;
        if (targets != null && targets.staticConfig() != null) {
            source = staticTargets(targets.staticConfig(), context);
            users = targets.staticConfig().relabelingConfigs();
            field = "spec.targets.staticConfig.relabelingConfigs";
            var _ = rules.copy("__address__", "__param_target").copy("__param_target", "instance");
            if (targets.ingress() != null) {
                // Not used, but prometheus-operator checks them all the same.
                var _ = RuleList.users(targets.ingress().relabelingConfigs(), INGRESS_RULES);
            }
        } else if (targets != null && targets.ingress() != null) {
            source = ingresses(targets.ingress(), context);
            users = targets.ingress().relabelingConfigs();
            field = INGRESS_RULES;
            addIngress(rules, targets.ingress());
        } else {
            throw new Refusal("spec.targets", "nothing", "staticConfig or ingress");
        }
        var all = context.end(rules.set("__address__", prober.url()), users, field);
        return Search.of(
                source,
                new ScrapePool(
                        pool,
                        or(prober.scheme(), "http"),
                        or(prober.path(), DEFAULT_PATH),
                        params(spec),
                        timing.interval(),
                        timing.timeout(),
                        all,
                        null));
    }

    private static Source staticTargets(ProbeTargets.StaticConfig config, JobContext context) throws Refusal {
        var labels = new TreeMap<>(config.labels());
        labels.putIfAbsent("namespace", context.monitor().namespace());
        return new Source.Static(List.of(StaticTargets.group(0, config.targets(), labels)));
    }

    private static Source ingresses(ProbeTargets.IngressTargets ingress, JobContext context) {
        return new Source.Kubernetes(
                Role.INGRESS, context.scope(ingress.namespaceSelector()), AttachMetadata.NONE, Selectors.NONE);
    }

    private static void addIngress(RuleList rules, ProbeTargets.IngressTargets ingress) throws Refusal {
        var selector = ingress.selector();
        var _ = rules.select(selector == null ? new LabelSelector(Map.of(), List.of()) : selector, "ingress")
                .replace(
                        "(.+);(.+);(.+)",
                        "__param_target",
                        "${1}://${2}${3}",
                        META + "ingress_scheme",
                        "__address__",
                        META + "ingress_path")
                .copy(META + "namespace", "namespace")
                .copy(META + "ingress_name", "ingress")
                .copy("__address__", "__tmp_ingress_address")
                .copy("__param_target", "instance");
    }

    /** The module wins over a parameter of that name. */
    private static Map<String, List<String>> params(Probe.Spec spec) throws Refusal {
        var params = new LinkedHashMap<String, List<String>>();
        if (!spec.module().isEmpty()) {
            params.put("module", List.of(spec.module()));
        }
        for (var param : spec.params()) {
            boolean isModule = !spec.module().isEmpty() && param.name().equals("module");
            if (!isModule && params.put(param.name(), param.values()) != null) {
                throw new Refusal("spec.params", param.name() + " twice", "each once");
            }
        }
        return params;
    }

    /** {@code host} or {@code host:port}, no scheme. */
    private static void checkHost(String url) throws Refusal {
        var parts = url.split(":", -1);
        boolean portOk = parts.length == 1 || isPort(parts[1]);
        if (!HOST.matcher(parts[0]).matches() || parts[0].replace(".", "").length() > MAX_HOST || !portOk) {
            throw new Refusal("spec.prober.url", url, "host or host:port");
        }
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 0 && port <= MAX_PORT;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }
}

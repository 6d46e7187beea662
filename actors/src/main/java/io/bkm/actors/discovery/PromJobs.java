package io.bkm.actors.discovery;

import io.bkm.actors.discovery.ScrapeJob.Search;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.ScrapeFile;
import io.bkm.crds.RelabelConfig;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.relabel.RuleFields;
import io.bkm.streams.targets.ScrapePool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one file of Prometheus' scrape configs. A job that is wrong is left out with the reason, and so is a single
 * discovery of it; the others count. Each discovery is a pool of its own, with the name that bkmonitor-operator gives it
 * (specs/bkmonitor-operator.md 3.1). No scrape class and nothing enforced applies, as to additionalScrapeConfigs of
 * prometheus-operator: who may say which Secrets are read may say how.
 */
record PromJobs(List<Job> jobs) {

    /**
     * One entry of the file.
     *
     * @param id {@code secret/file/job}
     */
    record Job(String id, List<ScrapeJob> pools, List<Rejected> rejected) {

        Job {
            pools = List.copyOf(pools);
            rejected = List.copyOf(rejected);
        }

        /** Left out, as an earlier one has the same id. */
        Job repeated(String namespace, String earlier) {
            var reason = "job_name: there before, in namespace " + earlier + " (expected: each secret/file/job once)";
            return new Job(id, List.of(), List.of(new Rejected("Secret", namespace, id, reason)));
        }
    }

    /** What has no effect here, as the same settings of a ScrapeConfig resource have none. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "scrape_native_histograms",
            "scrape_classic_histograms",
            "always_scrape_classic_histograms",
            "convert_classic_histograms_to_nhcb",
            "native_histogram_bucket_limit",
            "native_histogram_min_bucket_factor",
            "keep_dropped_targets");

    private static final Set<String> FIELDS = Set.of(
            "job_name",
            "honor_labels",
            "honor_timestamps",
            "track_timestamps_staleness",
            "params",
            "scrape_interval",
            "scrape_timeout",
            "scrape_protocols",
            "fallback_scrape_protocol",
            "metrics_path",
            "scheme",
            "enable_compression",
            "body_size_limit",
            "sample_limit",
            "target_limit",
            "label_limit",
            "label_name_length_limit",
            "label_value_length_limit",
            "metric_name_validation_scheme",
            "metric_name_escaping_scheme",
            "relabel_configs",
            "metric_relabel_configs",
            "static_configs");

    PromJobs {
        jobs = List.copyOf(jobs);
    }

    static PromJobs of(ScrapeFile file, ExpansionSettings settings, PromSdSettings promSd) {
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < file.jobs().size(); i++) {
            jobs.add(job(file, i, settings, promSd));
        }
        return new PromJobs(jobs);
    }

    private static Job job(ScrapeFile file, int index, ExpansionSettings settings, PromSdSettings promSd) {
        var id = file.name() + "/[" + index + "]";
        try {
            var node = PromNode.of(file.jobs().get(index), "");
            var name = node.text("job_name", "");
            if (name.isEmpty()) {
                throw new Refusal("job_name", "\"\"", "a name");
            }
            id = file.name() + "/" + name;
            node.allow(fields(node));
            return new Reading(file, id, node, settings, promSd).job();
        } catch (Refusal refusal) {
            return new Job(id, List.of(), List.of(new Rejected("Secret", file.namespace(), id, refusal.reason())));
        }
    }

    private static Set<String> fields(PromNode node) {
        var fields = new HashSet<>(FIELDS);
        fields.addAll(WITHOUT_EFFECT);
        fields.addAll(PromAccess.FIELDS);
        fields.addAll(PromDiscovery.mechanisms(node));
        return fields;
    }

    private record Reading(
            ScrapeFile file, String id, PromNode node, ExpansionSettings settings, PromSdSettings promSd) {

        Job job() throws Refusal {
            var reader = new PromDiscovery(settings, promSd.polarisAddress());
            var pools = new ArrayList<ScrapeJob>();
            var rejected = new ArrayList<Rejected>();
            int index = 0;
            for (var mechanism : PromDiscovery.mechanisms(node)) {
                var kind = PromDiscovery.kind(mechanism);
                var configs = node.mappings(mechanism);
                if (kind.isEmpty()) {
                    rejected.add(new Rejected(
                            "Secret", file.namespace(), id, UnknownDiscoveries.reason(mechanism, configs.size())));
                    index += configs.size();
                } else if (mechanism.equals("static_configs")) {
                    add(kind.get(), index, () -> reader.statics(configs), pools, rejected);
                } else {
                    for (var config : configs) {
                        add(kind.get(), index++, () -> reader.source(mechanism, config), pools, rejected);
                    }
                }
            }
            return new Job(id, pools, rejected);
        }

        private interface Made {
            ScrapeJob.Source source() throws Refusal;
        }

        private void add(String kind, int index, Made made, List<ScrapeJob> to, List<Rejected> rejected)
                throws Refusal {
            if (!promSd.wants(kind)) {
                return;
            }
            var namespace = kind.equals(PromDiscovery.KUBERNETES) ? "-" : file.namespace();
            var monitor = new MonitorId(kind, namespace, id);
            ScrapeJob.Source source;
            try {
                source = made.source();
            } catch (Refusal refusal) {
                rejected.add(monitor.rejected(refusal.reason()));
                return;
            }
            to.add(pool(monitor, index, source));
        }

        /** @param index among all discoveries of the job, in Prometheus' order: by mechanism, the static one last */
        private ScrapeJob pool(MonitorId monitor, int index, ScrapeJob.Source source) throws Refusal {
            var name = monitor.kind() + "/" + monitor.namespace() + "/" + id + "/" + index;
            var access = new PromAccess(settings.allowFiles()).of(node);
            var metricRules = rules("metric_relabel_configs");
            var limits = limits();
            return new ScrapeJob(
                    monitor,
                    index,
                    name,
                    List.of(Search.of(source, pool(name))),
                    new RequestSettings(
                            formats(),
                            access.followRedirects(),
                            node.flag("enable_compression", true),
                            access.credentials(),
                            access.tls(),
                            access.proxy(),
                            settings.defaults()
                                    .names()
                                    .with(
                                            scheme("metric_name_validation_scheme"),
                                            scheme("metric_name_escaping_scheme"))
                                    .asked("metric_name_escaping_scheme")),
                    new SampleSettings(
                            node.flag("honor_labels", false),
                            node.flag("honor_timestamps", true),
                            node.flag("track_timestamps_staleness", false),
                            metricRules,
                            limits.ofScrape(),
                            node.textOrNull("fallback_scrape_protocol")),
                    limits.targetLimit(),
                    MonitorAnnotations.of(Map.of()),
                    AsWritten.of(
                            node.text("scrape_interval", ""),
                            node.text("scrape_timeout", ""),
                            written("metric_relabel_configs")));
        }

        private ScrapeLimits limits() throws Refusal {
            return new ScrapeLimits(
                            bodySize(),
                            node.number("sample_limit"),
                            node.number("target_limit"),
                            node.number("label_limit"),
                            node.number("label_name_length_limit"),
                            node.number("label_value_length_limit"))
                    .orGlobal(settings.defaults().limits(), settings.enforce().limits());
        }

        private long bodySize() throws Refusal {
            try {
                return ScrapeLimits.bytes(node.text("body_size_limit", ""), "body_size_limit");
            } catch (IllegalArgumentException wrong) {
                throw new Refusal(String.valueOf(wrong.getMessage()));
            }
        }

        /** In the words of the ScrapeConfig resource. */
        private @Nullable String scheme(String field) throws Refusal {
            var written = node.text(field, "");
            return switch (written) {
                case "" -> null;
                case "utf8" -> "UTF8";
                case "legacy" -> "Legacy";
                case "allow-utf-8" -> "AllowUTF8";
                case "underscores" -> "Underscores";
                case "dots" -> "Dots";
                case "values" -> "Values";
                default -> throw new Refusal(field, written, "a scheme of Prometheus");
            };
        }

        private List<String> formats() throws Refusal {
            var formats = node.texts("scrape_protocols");
            if (new HashSet<>(formats).size() != formats.size()) {
                throw new Refusal("scrape_protocols", formats.toString(), "each once");
            }
            return formats.isEmpty() ? settings.defaults().scrapeProtocols() : formats;
        }

        private ScrapePool pool(String name) throws Refusal {
            var interval = node.duration("scrape_interval", settings.defaultInterval());
            var timeout = node.duration("scrape_timeout", settings.timeoutWithin(interval));
            if (timeout.compareTo(interval) > 0) {
                throw new Refusal("scrape_timeout", node.text("scrape_timeout", ""), "at most the interval");
            }
            return new ScrapePool(
                    name,
                    scheme(),
                    JobContext.or(node.text("metrics_path", ""), "/metrics"),
                    node.lists("params"),
                    interval,
                    timeout,
                    rules("relabel_configs"),
                    null);
        }

        private String scheme() throws Refusal {
            var scheme = JobContext.or(node.text("scheme", ""), "http").toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new Refusal("scheme", scheme, "http or https");
            }
            return scheme;
        }

        private List<RelabelRule> rules(String field) throws Refusal {
            var rules = new ArrayList<RelabelRule>();
            for (var config : node.mappings(field)) {
                config.allow(Set.of(
                        "source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action"));
                var fields = new RuleFields(
                        config.texts("source_labels"),
                        config.textOrNull("separator"),
                        config.textOrNull("regex"),
                        config.number("modulus"),
                        config.text("target_label", ""),
                        config.textOrNull("replacement"),
                        JobContext.or(config.text("action", ""), "replace"),
                        null);
                switch (fields.check()) {
                    case RuleCheck.Valid(var rule) -> rules.add(rule);
                    case RuleCheck.Invalid(var reason) -> throw new Refusal(config.at() + reason);
                }
            }
            return rules;
        }

        /** With Prometheus' defaults, as it writes them itself. */
        private List<RelabelConfig> written(String field) throws Refusal {
            var written = new ArrayList<RelabelConfig>();
            for (var config : node.mappings(field)) {
                written.add(new RelabelConfig(
                        config.texts("source_labels"),
                        config.text("separator", ";"),
                        config.text("target_label", ""),
                        config.text("regex", "(.*)"),
                        config.number("modulus"),
                        config.text("replacement", "$1"),
                        JobContext.or(config.text("action", ""), "replace")));
            }
            return written;
        }
    }
}

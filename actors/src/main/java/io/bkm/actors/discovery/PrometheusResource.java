package io.bkm.actors.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.actors.discovery.MonitorSelectors.ByLabels;
import io.bkm.actors.discovery.kubernetes.LabelSelector;
import io.bkm.crds.PrometheusDuration;
import io.bkm.crds.PrometheusParser;
import io.bkm.crds.PrometheusSpec;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Prometheus or PrometheusAgent resource says of scraping, as settings. What it says of storing, of its own pods,
 * and of itself ({@code externalLabels}, {@code shards}: bkm is all of them together) changes no target and is passed
 * over; what would make other targets and cannot be had is refused.
 */
public final class PrometheusResource {

    private static final Set<String> KINDS = Set.of("Prometheus", "PrometheusAgent");
    private static final int MAX_SIZE = 1 << 20;
    /** Every namespace has it, so that its absence selects none. */
    private static final LabelSelector NONE = LabelSelector.parse("!" + MonitorSelectors.NAME);

    private static final LabelSelector ALL = LabelSelector.parse("");

    /** By the resource's name in the plural, as {@code excludedFromEnforcement} has them. */
    private static final Map<String, String> EXCLUDED = Map.of(
            "servicemonitors", "ServiceMonitor",
            "podmonitors", "PodMonitor",
            "probes", "Probe",
            "scrapeconfigs", "ScrapeConfig");

    private final PrometheusSpec spec;
    private final String namespace;

    private PrometheusResource(PrometheusSpec spec, String namespace) {
        this.spec = spec;
        this.namespace = namespace;
    }

    /**
     * These settings as the one resource in that file has them.
     *
     * @throws IllegalArgumentException when it cannot be read, or as {@link #apply}
     */
    public static ExpansionSettings read(Path file, ExpansionSettings base) {
        try {
            return switch (YamlReader.read(Files.readString(file), MAX_SIZE)) {
                case YamlStream.Malformed broken -> throw new IllegalArgumentException(broken.reason());
                case YamlStream.Documents read
                when read.documents().size() == 1 ->
                    apply(read.documents().getFirst().content(), base);
                case YamlStream.Documents read ->
                    throw new IllegalArgumentException(read.documents().size() + " documents (expected: one)");
            };
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + ": " + unreadable, unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * These settings as the resource has them.
     *
     * @throws IllegalArgumentException when it is no such resource, its CRD or prometheus-operator would refuse it, or
     *     it asks for what bkm does not have
     */
    public static ExpansionSettings apply(JsonNode document, ExpansionSettings base) {
        var kind = document.path("kind").asText();
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind: " + kind + " (expected: Prometheus or PrometheusAgent)");
        }
        var given = document.at("/metadata/namespace").asText();
        var spec = PrometheusParser.parse(document.path("spec"));
        return new PrometheusResource(spec, given.isEmpty() ? "default" : given).settings(base);
    }

    private ExpansionSettings settings(ExpansionSettings base) {
        if (spec.additionalScrapeConfigs() != null) {
            throw new IllegalArgumentException(
                    "spec.additionalScrapeConfigs: Secret %s (expected: none; bkm.prom-sd.secrets has bkm read such a Secret)"
                            .formatted(spec.additionalScrapeConfigs().name()));
        }
        var interval = duration("scrapeInterval", spec.scrapeInterval(), base.defaultInterval());
        var timeout = duration("scrapeTimeout", spec.scrapeTimeout(), base.defaultTimeout());
        if (!spec.scrapeTimeout().isEmpty() && timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException("spec.scrapeTimeout: %s (expected: at most the interval, %s)"
                    .formatted(spec.scrapeTimeout(), PrometheusDuration.format(interval)));
        }
        return new ExpansionSettings(
                base.prometheusResource(),
                interval,
                timeout,
                base.environment(),
                namespace,
                base.allowNamespaces(),
                base.denyNamespaces(),
                selectors(),
                base.ignoreMonitors(),
                ScrapeClasses.of(spec.scrapeClasses(), "spec.scrapeClasses"),
                enforced(),
                defaults(),
                EndpointsRole.of(spec.serviceDiscoveryRole(), "spec.serviceDiscoveryRole", base.serviceDiscoveryRole()),
                spec.arbitraryFSAccessThroughSMs() == null
                        || !spec.arbitraryFSAccessThroughSMs().deny(),
                base.builtinLabels(),
                base.joinWithoutRules(),
                base.spreadNodeLabels(),
                base.spreadMonitors(),
                base.annotationDiscovery(),
                base.annotationPrefix());
    }

    private static Duration duration(String field, String text, Duration otherwise) {
        return text.isEmpty()
                ? otherwise
                : PrometheusDuration.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "spec." + field + ": " + text + " (expected: a duration such as 30s)"));
    }

    /** In mode DaemonSet prometheus-operator knows PodMonitors only. */
    private MonitorSelectors selectors() {
        boolean pods = spec.mode().equals("DaemonSet");
        var none = new ByLabels(ALL, NONE);
        return new MonitorSelectors(
                pods
                        ? none
                        : selector(
                                "serviceMonitor",
                                spec.serviceMonitorSelector(),
                                spec.serviceMonitorNamespaceSelector()),
                selector("podMonitor", spec.podMonitorSelector(), spec.podMonitorNamespaceSelector()),
                pods ? none : selector("probe", spec.probeSelector(), spec.probeNamespaceSelector()),
                pods
                        ? none
                        : selector("scrapeConfig", spec.scrapeConfigSelector(), spec.scrapeConfigNamespaceSelector()));
    }

    /** Without a selector no monitor, without one for namespaces those of the resource's own. */
    private ByLabels selector(
            String of, io.bkm.crds.@Nullable LabelSelector selector, io.bkm.crds.@Nullable LabelSelector namespaces) {
        if (selector == null) {
            return new ByLabels(ALL, NONE);
        }
        return new ByLabels(
                labels(selector, of + "Selector"),
                namespaces == null
                        ? LabelSelector.parse(MonitorSelectors.NAME + "=" + namespace)
                        : labels(namespaces, of + "NamespaceSelector"));
    }

    private static LabelSelector labels(io.bkm.crds.LabelSelector selector, String field) {
        try {
            return LabelSelector.parse(SelectorText.of(selector, "spec." + field));
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.reason(), refusal);
        }
    }

    private Enforced enforced() {
        return new Enforced(
                spec.enforcedNamespaceLabel(),
                spec.excludedFromEnforcement().stream()
                        .filter(excluded -> EXCLUDED.containsKey(excluded.resource()))
                        .map(excluded -> new MonitorRule(
                                EXCLUDED.getOrDefault(excluded.resource(), ""), excluded.namespace(), excluded.name()))
                        .toList(),
                spec.ignoreNamespaceSelectors(),
                spec.overrideHonorLabels(),
                spec.overrideHonorTimestamps(),
                new ScrapeLimits(
                        ScrapeLimits.bytes(spec.enforcedBodySizeLimit(), "spec.enforcedBodySizeLimit"),
                        ScrapeLimits.number(spec.enforcedSampleLimit()),
                        ScrapeLimits.number(spec.enforcedTargetLimit()),
                        ScrapeLimits.number(spec.enforcedLabelLimit()),
                        ScrapeLimits.number(spec.enforcedLabelNameLengthLimit()),
                        ScrapeLimits.number(spec.enforcedLabelValueLengthLimit())));
    }

    private MonitorDefaults defaults() {
        try {
            return new MonitorDefaults(
                    spec.scrapeProtocols(),
                    JobContext.or(spec.nameValidationScheme(), ""),
                    JobContext.or(spec.nameEscapingScheme(), ""),
                    spec.podTargetLabels(),
                    ScrapeLimits.of(spec));
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.reason(), refusal);
        }
    }
}

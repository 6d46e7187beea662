package io.bkm.actors.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.discovery.MonitorSelectors.ByLabels;
import io.bkm.actors.discovery.kubernetes.LabelSelector;
import io.bkm.crds.PrometheusDuration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a Prometheus or PrometheusAgent resource says of expansion, as settings: its selectors, {@code scrapeInterval},
 * {@code scrapeTimeout} and {@code arbitraryFSAccessThroughSMs}. What else would change targets is refused, not passed
 * over.
 */
public final class PrometheusResource {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> KINDS = Set.of("Prometheus", "PrometheusAgent");
    /** Every namespace has it, so that its absence selects none. */
    private static final LabelSelector NONE = LabelSelector.parse("!" + MonitorSelectors.NAME);

    private static final LabelSelector ALL = LabelSelector.parse("");

    private static final List<String> NOT_APPLIED = List.of(
            "scrapeClasses",
            "enforcedNamespaceLabel",
            "enforcedSampleLimit",
            "enforcedTargetLimit",
            "enforcedLabelLimit",
            "enforcedLabelNameLengthLimit",
            "enforcedLabelValueLengthLimit",
            "enforcedKeepDroppedTargets",
            "enforcedBodySizeLimit",
            "ignoreNamespaceSelectors",
            "overrideHonorLabels",
            "overrideHonorTimestamps",
            "podTargetLabels",
            "serviceDiscoveryRole");

    private final JsonNode spec;
    private final String namespace;

    private PrometheusResource(JsonNode document) {
        spec = document.path("spec");
        var given = document.at("/metadata/namespace").asText();
        namespace = given.isEmpty() ? "default" : given;
    }

    /**
     * These settings as the resource has them.
     *
     * @throws IllegalArgumentException when it is no such resource, or asks for what bkm does not apply
     */
    public static ExpansionSettings apply(JsonNode document, ExpansionSettings base) {
        var kind = document.path("kind").asText();
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind: " + kind + " (expected: Prometheus or PrometheusAgent)");
        }
        return new PrometheusResource(document).settings(base);
    }

    private ExpansionSettings settings(ExpansionSettings base) {
        for (var field : NOT_APPLIED) {
            var value = spec.path(field);
            if (!value.isMissingNode() && !value.isNull() && !value.toString().equals("false")) {
                throw new IllegalArgumentException(
                        "spec." + field + ": " + value + " (expected: none, as bkm does not apply it)");
            }
        }
        return new ExpansionSettings(
                duration("scrapeInterval", base.defaultInterval()),
                duration("scrapeTimeout", base.defaultTimeout()),
                base.environment(),
                namespace,
                base.allowNamespaces(),
                base.denyNamespaces(),
                new MonitorSelectors(
                        selector("serviceMonitor"),
                        selector("podMonitor"),
                        selector("probe"),
                        selector("scrapeConfig")),
                base.ignoreMonitors(),
                !spec.at("/arbitraryFSAccessThroughSMs/deny").asBoolean(),
                base.builtinLabels(),
                base.spreadNodeLabels(),
                base.spreadMonitors(),
                base.annotationDiscovery(),
                base.annotationPrefix());
    }

    private Duration duration(String field, Duration otherwise) {
        var text = spec.path(field).asText();
        return text.isEmpty()
                ? otherwise
                : PrometheusDuration.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "spec." + field + ": " + text + " (expected: a duration such as 30s)"));
    }

    /** Without a selector no monitor, without one for namespaces those of the resource's own. */
    private ByLabels selector(String of) {
        var field = of + "Selector";
        var namespaces = of + "NamespaceSelector";
        if (!spec.hasNonNull(field)) {
            return new ByLabels(ALL, NONE);
        }
        return new ByLabels(
                labels(field),
                spec.hasNonNull(namespaces)
                        ? labels(namespaces)
                        : LabelSelector.parse(MonitorSelectors.NAME + "=" + namespace));
    }

    private LabelSelector labels(String field) {
        var selector = spec.path(field);
        try {
            var read = new io.bkm.crds.LabelSelector(
                    MAPPER.readerForMapOf(String.class)
                            .readValue(
                                    selector.path("matchLabels").isObject()
                                            ? selector.path("matchLabels")
                                            : MAPPER.valueToTree(Map.of())),
                    MAPPER.readerForListOf(io.bkm.crds.LabelSelector.Requirement.class)
                            .readValue(expressions(selector)));
            return LabelSelector.parse(SelectorText.of(read, "spec." + field));
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.reason(), refusal);
        } catch (IOException wrong) {
            throw new IllegalArgumentException(
                    "spec." + field + ": " + selector + " (expected: a label selector)", wrong);
        }
    }

    /** With an empty list of values where there is none. */
    private static JsonNode expressions(JsonNode selector) {
        var list = MAPPER.createArrayNode();
        for (var expression : selector.path("matchExpressions")) {
            var whole = list.addObject();
            whole.put("key", expression.path("key").asText());
            whole.put("operator", expression.path("operator").asText());
            whole.set(
                    "values",
                    expression.path("values").isArray() ? expression.path("values") : MAPPER.createArrayNode());
        }
        return list;
    }
}

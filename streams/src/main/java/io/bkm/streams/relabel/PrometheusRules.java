package io.bkm.streams.relabel;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.labels.NameScheme;
import io.bkm.streams.labels.Utf8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules under the field names of Prometheus' configuration: {@code source_labels}, {@code target_label} … A field left
 * out has Prometheus' default; null is the empty value, as in its YAML. {@code name_validation_scheme} may be given.
 */
public final class PrometheusRules {

    private static final Set<String> FIELDS = Set.of(
            "source_labels",
            "separator",
            "regex",
            "modulus",
            "target_label",
            "replacement",
            "action",
            "name_validation_scheme");

    private static final BigInteger MAX_MODULUS = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    /** What stands in the JSON is not a rule. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String field, JsonNode value, String expected) {
            super(field + ": " + value + " (expected: " + expected + ")", null, false, false);
        }
    }

    private PrometheusRules() {}

    /** The rules of a list; the first bad one decides. */
    public static Rules parse(JsonNode list) {
        if (list.isMissingNode() || list.isNull()) {
            return new Rules.Valid(List.of());
        }
        if (!list.isArray()) {
            return new Rules.Invalid("relabel_configs: " + list + " (expected: a list)");
        }
        var rules = new ArrayList<RelabelRule>();
        for (var node : list) {
            switch (parseRule(node)) {
                case RuleCheck.Valid(var rule) -> rules.add(rule);
                case RuleCheck.Invalid(var reason) -> {
                    return new Rules.Invalid("relabel_configs[" + rules.size() + "]: " + reason);
                }
            }
        }
        return new Rules.Valid(rules);
    }

    public static RuleCheck parseRule(JsonNode rule) {
        try {
            return fields(rule).check();
        } catch (Malformed malformed) {
            return new RuleCheck.Invalid(String.valueOf(malformed.getMessage()));
        }
    }

    private static RuleFields fields(JsonNode rule) throws Malformed {
        if (!rule.isObject()) {
            throw new Malformed("rule", rule, "an object");
        }
        for (var field : rule.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new Malformed("field " + Utf8.quote(field.getKey()), field.getValue(), "no such field");
            }
        }
        return new RuleFields(
                sourceLabels(rule),
                text(rule, "separator"),
                text(rule, "regex"),
                modulus(rule.path("modulus")),
                text(rule, "target_label"),
                text(rule, "replacement"),
                text(rule, "action"),
                nameScheme(rule));
    }

    private static @Nullable List<String> sourceLabels(JsonNode rule) throws Malformed {
        var list = rule.path("source_labels");
        if (list.isMissingNode() || list.isNull()) {
            return null;
        }
        var labels = new ArrayList<String>();
        for (var label : list) {
            if (!label.isTextual()) {
                throw new Malformed("source_labels", label, "a label name");
            }
            labels.add(label.textValue());
        }
        if (!list.isArray()) {
            throw new Malformed("source_labels", list, "a list");
        }
        return labels;
    }

    /** A number is taken as its text, as YAML does for {@code replacement: 1}. */
    private static @Nullable String text(JsonNode rule, String field) throws Malformed {
        var value = rule.path(field);
        if (value.isMissingNode()) {
            return null;
        }
        if (value.isNull()) {
            return "";
        }
        if (!value.isValueNode()) {
            throw new Malformed(field, value, "a text");
        }
        return value.asText();
    }

    private static @Nullable Long modulus(JsonNode value) throws Malformed {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()
                || value.bigIntegerValue().signum() < 0
                || value.bigIntegerValue().compareTo(MAX_MODULUS) > 0) {
            throw new Malformed("modulus", value, "a whole number of at most 64 bits");
        }
        return value.bigIntegerValue().longValue();
    }

    private static @Nullable NameScheme nameScheme(JsonNode rule) throws Malformed {
        var name = text(rule, "name_validation_scheme");
        return switch (name) {
            case null -> null;
            case "", "unset" -> null;
            case "legacy" -> NameScheme.LEGACY;
            case "utf8" -> NameScheme.UTF8;
            default ->
                throw new Malformed("name_validation_scheme", rule.path("name_validation_scheme"), "legacy or utf8");
        };
    }
}

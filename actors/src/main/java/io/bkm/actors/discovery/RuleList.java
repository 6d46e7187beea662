package io.bkm.actors.discovery;

import com.google.re2j.Pattern;
import io.bkm.crds.IntOrString;
import io.bkm.crds.LabelSelector;
import io.bkm.crds.RelabelConfig;
import io.bkm.streams.labels.NameScheme;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.relabel.RuleFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The relabeling rules of a scrape pool, in the order in which prometheus-operator writes them
 * ({@code pkg/prometheus/promcfg.go}). Each method adds one rule or a few and gives the list back.
 */
final class RuleList {

    /** What prometheus-operator takes as a label name, templates included; Prometheus itself takes more. */
    private static final Pattern NAME_OR_TEMPLATE = Pattern.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");

    private static final Set<String> TARGET_MAY_BE_TEMPLATE =
            Set.of("replace", "lowercase", "uppercase", "keepequal", "dropequal");

    private final List<RelabelRule> rules = new ArrayList<>();

    /** Begins as every pool of prometheus-operator does. */
    static RuleList begin() throws Refusal {
        return new RuleList().copy("job", "__tmp_prometheus_job_name");
    }

    List<RelabelRule> rules() {
        return List.copyOf(rules);
    }

    /** @param field what {@code regex} comes from, to blame when it is none */
    RuleList keep(String regex, String field, String... sourceLabels) throws Refusal {
        return add(field, sourceLabels, regex, null, null, "keep");
    }

    RuleList drop(String regex, String field, String... sourceLabels) throws Refusal {
        return add(field, sourceLabels, regex, null, null, "drop");
    }

    /** The value of a label, also where it is empty: that deletes the target label. */
    RuleList copy(String sourceLabel, String targetLabel) throws Refusal {
        return add(targetLabel, new String[] {sourceLabel}, null, targetLabel, null, "replace");
    }

    /** Leaves the target label alone where the source label is empty. */
    RuleList copyPresent(String sourceLabel, String targetLabel, String field) throws Refusal {
        return add(field, new String[] {sourceLabel}, "(.+)", targetLabel, "${1}", "replace");
    }

    RuleList replace(String regex, String targetLabel, String replacement, String... sourceLabels) throws Refusal {
        return add(targetLabel, sourceLabels, regex, targetLabel, replacement, "replace");
    }

    /** A fixed value; {@code $} in it is expanded, as in Prometheus. */
    RuleList set(String targetLabel, String value) throws Refusal {
        return add(targetLabel, new String[0], null, targetLabel, value, "replace");
    }

    /** By number or name of a container's port; a number 0 and an empty name choose nothing. */
    void keepContainerPort(@Nullable IntOrString port, String field) throws Refusal {
        switch (port) {
            case null -> {}
            case IntOrString.Text(var name) -> {
                if (!name.isEmpty()) {
                    var _ = keep(name, field, "__meta_kubernetes_pod_container_port_name");
                }
            }
            case IntOrString.Int(var number) -> {
                if (number != 0) {
                    var _ = keep(Integer.toString(number), field, "__meta_kubernetes_pod_container_port_number");
                }
            }
        }
    }

    /** The label {@code endpoint}: the port as the monitor has it, a regex too. */
    RuleList endpoint(String port, @Nullable IntOrString targetPort) throws Refusal {
        var name = !port.isEmpty() ? port : targetPort == null ? "" : targetPort.toString();
        return name.isEmpty() ? this : set("endpoint", name);
    }

    /** Pods that have come to their end have no metrics. */
    RuleList dropEnded() throws Refusal {
        return drop("(Failed|Succeeded)", "filterRunning", "__meta_kubernetes_pod_phase");
    }

    /**
     * Keeps what a selector selects, by labels of an object.
     *
     * @param kind {@code service}, {@code pod} or {@code ingress}
     */
    RuleList select(LabelSelector selector, String kind) throws Refusal {
        for (var entry : selector.matchLabels().entrySet()) {
            var names = labelAndPresence(kind, entry.getKey());
            var _ = keep("(" + entry.getValue() + ");true", "spec.selector.matchLabels", names);
        }
        for (var requirement : selector.matchExpressions()) {
            var names = labelAndPresence(kind, requirement.key());
            var anyOf = "(" + String.join("|", requirement.values()) + ");true";
            var field = "spec.selector.matchExpressions";
            var _ = switch (requirement.operator()) {
                case "In" -> keep(anyOf, field, names);
                case "NotIn" -> drop(anyOf, field, names);
                case "Exists" -> keep("true", field, names[1]);
                case "DoesNotExist" -> drop("true", field, names[1]);
                default -> this; // only a Probe's selector comes here unchecked: prometheus-operator overlooks it too
            };
        }
        return this;
    }

    private static String[] labelAndPresence(String kind, String key) {
        return new String[] {objectLabel(kind, key), "__meta_kubernetes_" + kind + "_labelpresent_" + sanitize(key)};
    }

    static String objectLabel(String kind, String key) {
        return "__meta_kubernetes_" + kind + "_label_" + sanitize(key);
    }

    /** Every character that a label name may not have becomes {@code _}. */
    static String sanitize(String name) {
        var clean = new StringBuilder(name.length());
        name.codePoints()
                .forEach(c -> clean.append(c < 128 && (Character.isLetterOrDigit(c) || c == '_') ? (char) c : '_'));
        return clean.toString();
    }

    /** The rules that the user wrote, checked as prometheus-operator checks them and then as Prometheus does. */
    RuleList addUsers(List<RelabelConfig> configs, String field) throws Refusal {
        for (int i = 0; i < configs.size(); i++) {
            rules.add(checked(configs.get(i), field + "[" + i + "]"));
        }
        return this;
    }

    /** Rules that were checked before. */
    RuleList addAll(List<RelabelRule> checked) {
        rules.addAll(checked);
        return this;
    }

    static List<RelabelRule> users(List<RelabelConfig> configs, String field) throws Refusal {
        return new RuleList().addUsers(configs, field).rules();
    }

    private static RelabelRule checked(RelabelConfig config, String field) throws Refusal {
        var action = config.action().isEmpty() ? "replace" : config.action().toLowerCase(Locale.ROOT);
        if (TARGET_MAY_BE_TEMPLATE.contains(action) && !isNameOrTemplate(config.targetLabel())) {
            throw new Refusal(field + ".targetLabel", quote(config.targetLabel()), "a label name, action " + action);
        }
        if (action.equals("hashmod") && !NameScheme.LEGACY.accepts(config.targetLabel())) {
            throw new Refusal(field + ".targetLabel", quote(config.targetLabel()), "a label name, action hashmod");
        }
        var replacement = config.replacement();
        if (action.equals("labelmap") && replacement != null && !isNameOrTemplate(replacement)) {
            throw new Refusal(field + ".replacement", quote(replacement), "a label name, action labelmap");
        }
        return check(
                field,
                new RuleFields(
                        config.sourceLabels(),
                        config.separator(),
                        config.regex().isEmpty() ? null : config.regex(),
                        config.modulus(),
                        config.targetLabel(),
                        replacement,
                        action,
                        null));
    }

    private static boolean isNameOrTemplate(String text) {
        return NAME_OR_TEMPLATE.matcher(text).matches();
    }

    private static String quote(String text) {
        return '"' + text + '"';
    }

    private RuleList add(
            String field,
            String[] sourceLabels,
            @Nullable String regex,
            @Nullable String targetLabel,
            @Nullable String replacement,
            String action)
            throws Refusal {
        rules.add(check(
                field,
                new RuleFields(List.of(sourceLabels), null, regex, null, targetLabel, replacement, action, null)));
        return this;
    }

    private static RelabelRule check(String field, RuleFields fields) throws Refusal {
        return switch (fields.check()) {
            case RuleCheck.Valid(var rule) -> rule;
            case RuleCheck.Invalid(var reason) -> throw new Refusal(field + ": " + reason);
        };
    }
}

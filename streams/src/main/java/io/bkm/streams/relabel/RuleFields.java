package io.bkm.streams.relabel;

import static io.bkm.streams.relabel.RelabelRule.Action.DROPEQUAL;
import static io.bkm.streams.relabel.RelabelRule.Action.HASHMOD;
import static io.bkm.streams.relabel.RelabelRule.Action.KEEPEQUAL;
import static io.bkm.streams.relabel.RelabelRule.Action.LABELDROP;
import static io.bkm.streams.relabel.RelabelRule.Action.LABELKEEP;
import static io.bkm.streams.relabel.RelabelRule.Action.LABELMAP;
import static io.bkm.streams.relabel.RelabelRule.Action.LOWERCASE;
import static io.bkm.streams.relabel.RelabelRule.Action.REPLACE;
import static io.bkm.streams.relabel.RelabelRule.Action.UPPERCASE;

import com.google.re2j.Pattern;
import io.bkm.streams.labels.NameScheme;
import io.bkm.streams.labels.Utf8;
import io.bkm.streams.relabel.RelabelRule.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written: null is a field left out, which is not the same as an empty one. The only way to a checked
 * {@link RelabelRule}; for rules of custom resources and of Prometheus' own files alike.
 *
 * @param action in any case, as custom resources write {@code LabelMap}
 * @param modulus unsigned
 * @param nameScheme null is UTF-8, as in Prometheus 3
 */
public record RuleFields(
        @Nullable List<String> sourceLabels,
        @Nullable String separator,
        @Nullable String regex,
        @Nullable Long modulus,
        @Nullable String targetLabel,
        @Nullable String replacement,
        @Nullable String action,
        @Nullable NameScheme nameScheme) {

    static final String DEFAULT_SEPARATOR = ";";
    static final String DEFAULT_REGEX = "(.*)";
    static final String DEFAULT_REPLACEMENT = "$1";

    private static final Set<Action> NEED_TARGET =
            EnumSet.of(REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL);
    private static final Set<Action> NEED_PLAIN_TARGET =
            EnumSet.of(HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL);
    private static final Set<Action> TAKE_NO_REPLACEMENT = EnumSet.of(LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL);

    /** The names that the old scheme takes while a template is not yet expanded. */
    private static final Pattern LEGACY_TEMPLATE = Pattern.compile("^(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+$");

    public RuleFields {
        sourceLabels = sourceLabels == null ? null : List.copyOf(sourceLabels);
    }

    /** Fills in Prometheus' defaults and checks what Prometheus checks when it loads a rule (model/relabel, 3.x). */
    public RuleCheck check() {
        var written = action == null ? Relabeler.nameOf(REPLACE) : action;
        if (written.isEmpty()) {
            return new RuleCheck.Invalid("relabel action cannot be empty");
        }
        var parsedAction = parseAction(written);
        if (parsedAction == null) {
            return new RuleCheck.Invalid(
                    "unknown relabel action " + Utf8.quote(written) + " (expected: one of replace, keep, "
                            + "drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, lowercase, uppercase)");
        }
        var rule = new RelabelRule(
                sourceLabels == null ? List.of() : sourceLabels,
                separator == null ? DEFAULT_SEPARATOR : separator,
                regex == null ? DEFAULT_REGEX : regex,
                modulus == null ? 0 : modulus,
                targetLabel == null ? "" : targetLabel,
                replacement == null ? DEFAULT_REPLACEMENT : replacement,
                parsedAction,
                nameScheme == null ? NameScheme.UTF8 : nameScheme);
        var problem = problem(rule);
        return problem == null ? new RuleCheck.Valid(rule) : new RuleCheck.Invalid(problem);
    }

    private static @Nullable Action parseAction(String action) {
        for (var known : Action.values()) {
            if (known.name().equalsIgnoreCase(action)) {
                return known;
            }
        }
        return null;
    }

    private static @Nullable String problem(RelabelRule rule) {
        for (var label : rule.sourceLabels()) {
            if (label.isEmpty() || !Utf8.isValid(label)) {
                return Utf8.quote(label) + " is not a valid label name in 'source_labels'";
            }
        }
        var badRegex = Regex.problem(rule.regex());
        return badRegex != null ? badRegex : problemOfAction(rule);
    }

    /** The order and wording of Prometheus, since its messages are what people search for. */
    private static @Nullable String problemOfAction(RelabelRule rule) {
        var action = rule.action();
        var name = Relabeler.nameOf(action);
        if (action == HASHMOD && rule.modulus() == 0) {
            return "relabel configuration for hashmod requires non-zero modulus";
        }
        if (NEED_TARGET.contains(action) && rule.targetLabel().isEmpty()) {
            return "relabel configuration for " + name + " action requires 'target_label' value";
        }
        boolean badTarget = (action == REPLACE && !acceptsTemplate(rule.nameScheme(), rule.targetLabel()))
                || (NEED_PLAIN_TARGET.contains(action) && !rule.nameScheme().accepts(rule.targetLabel()));
        if (badTarget) {
            return Utf8.quote(rule.targetLabel()) + " is invalid 'target_label' for " + name + " action";
        }
        if (TAKE_NO_REPLACEMENT.contains(action) && !rule.replacement().equals(DEFAULT_REPLACEMENT)) {
            return "'replacement' can not be set for " + name + " action";
        }
        if (action == LABELMAP && !acceptsNameOrTemplate(rule.nameScheme(), rule.replacement())) {
            return Utf8.quote(rule.replacement()) + " is invalid 'replacement' for labelmap action";
        }
        if ((action == KEEPEQUAL || action == DROPEQUAL) && !hasOnlyLabels(rule)) {
            return name + " action requires only 'source_labels' and `target_label`, and no other fields";
        }
        if ((action == LABELDROP || action == LABELKEEP) && !hasOnlyRegex(rule)) {
            return name + " action requires only 'regex', and no other fields";
        }
        return null;
    }

    private static boolean acceptsTemplate(NameScheme scheme, String template) {
        return template.indexOf('$') < 0 ? scheme.accepts(template) : acceptsNameOrTemplate(scheme, template);
    }

    private static boolean acceptsNameOrTemplate(NameScheme scheme, String template) {
        return switch (scheme) {
            case UTF8 -> scheme.accepts(template);
            case LEGACY -> LEGACY_TEMPLATE.matcher(template).find();
        };
    }

    /**
     * Prometheus refuses a written {@code regex: (.*)} here, too, since it compares the compiled objects. Rules that
     * were resolved once and come back with their defaults would then be bad, so we compare the text.
     */
    private static boolean hasOnlyLabels(RelabelRule rule) {
        return rule.regex().equals(DEFAULT_REGEX)
                && rule.modulus() == 0
                && rule.separator().equals(DEFAULT_SEPARATOR)
                && rule.replacement().equals(DEFAULT_REPLACEMENT);
    }

    private static boolean hasOnlyRegex(RelabelRule rule) {
        return rule.sourceLabels().isEmpty()
                && rule.targetLabel().isEmpty()
                && rule.modulus() == 0
                && rule.separator().equals(DEFAULT_SEPARATOR)
                && rule.replacement().equals(DEFAULT_REPLACEMENT);
    }
}

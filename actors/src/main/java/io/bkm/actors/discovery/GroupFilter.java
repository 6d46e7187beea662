package io.bkm.actors.discovery;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RelabelRule.Action;
import io.bkm.streams.relabel.Relabeler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Drops whole groups at once. Rules that choose by labels of the object that all targets of a group have in common give
 * the same answer for each of them; a monitor's selector is such rules, and they come first. Most groups are none of a
 * monitor's, so most of the work is not done.
 */
final class GroupFilter {

    /**
     * Groups without one of these values are dropped.
     *
     * @param label of the group
     */
    record Wanted(String label, List<String> values) {}

    /** Of these no target of a group has its own: they stand in the labels of the group. */
    private static final List<String> COMMON = List.of(
            "__meta_kubernetes_service_label_",
            "__meta_kubernetes_service_labelpresent_",
            "__meta_kubernetes_ingress_label_",
            "__meta_kubernetes_ingress_labelpresent_");

    /** A pod's labels belong to the group in role pod only; elsewhere each target has those of its own pod. */
    private static final List<String> COMMON_IN_PODS = List.of(
            "__meta_kubernetes_pod_label_", "__meta_kubernetes_pod_labelpresent_", "__meta_kubernetes_pod_phase");

    /** The rule of a selector whose values are plain text, as most are: a dot is none. */
    private static final Pattern PLAIN_VALUES = Pattern.compile("\\(([\\w-]+(?:\\|[\\w-]+)*)\\);true");

    private final Relabeler relabeler;
    private final Optional<Wanted> wanted;

    private GroupFilter(List<RelabelRule> rules) {
        this.relabeler = Relabeler.of(rules);
        this.wanted = rules.stream().flatMap(rule -> wanted(rule).stream()).findFirst();
    }

    /** @param pods whether the groups are pods */
    static GroupFilter of(List<RelabelRule> rules, boolean pods) {
        var common = new ArrayList<>(COMMON);
        if (pods) {
            common.addAll(COMMON_IN_PODS);
        }
        var deciding = new ArrayList<RelabelRule>();
        var written = new HashSet<String>();
        for (var rule : rules) {
            var action = rule.action();
            if (action == Action.REPLACE && rule.targetLabel().indexOf('$') < 0) {
                written.add(rule.targetLabel());
            } else if (action == Action.KEEP || action == Action.DROP) {
                if (!rule.sourceLabels().isEmpty()
                        && rule.sourceLabels().stream().noneMatch(written::contains)
                        && areCommon(rule, common)) {
                    deciding.add(rule);
                }
            } else {
                break; // may write any label
            }
        }
        return new GroupFilter(deciding);
    }

    private static boolean areCommon(RelabelRule rule, List<String> prefixes) {
        return rule.sourceLabels().stream().allMatch(label -> prefixes.stream().anyMatch(label::startsWith));
    }

    private static Optional<Wanted> wanted(RelabelRule rule) {
        var values = PLAIN_VALUES.matcher(rule.regex());
        boolean isSelector = rule.action() == Action.KEEP
                && rule.sourceLabels().size() == 2
                && rule.separator().equals(";")
                && values.matches();
        return isSelector
                ? Optional.of(new Wanted(
                        rule.sourceLabels().getFirst(), List.of(values.group(1).split("\\|"))))
                : Optional.empty();
    }

    /** What to look for; empty where no rule says it so plainly. */
    Optional<Wanted> wanted() {
        return wanted;
    }

    /** False where the rules drop every target of the group. */
    boolean mayKeep(Labels group) {
        return relabeler.apply(group) != null;
    }
}

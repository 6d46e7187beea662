package io.bkm.actors.discovery;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RelabelRule.Action;
import io.bkm.streams.relabel.Relabeler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Drops whole groups at once. Rules that choose by labels of the object that all targets of a group have in common give
 * the same answer for each of them; a monitor's selector is such rules, and they come first. Most groups are none of a
 * monitor's, so most of the work is not done.
 */
final class GroupFilter {

    /** Of these no target of a group has its own: they stand in the labels of the group. */
    private static final List<String> COMMON = List.of(
            "__meta_kubernetes_service_label_",
            "__meta_kubernetes_service_labelpresent_",
            "__meta_kubernetes_ingress_label_",
            "__meta_kubernetes_ingress_labelpresent_");

    /** A pod's labels belong to the group in role pod only; elsewhere each target has those of its own pod. */
    private static final List<String> COMMON_IN_PODS = List.of(
            "__meta_kubernetes_pod_label_", "__meta_kubernetes_pod_labelpresent_", "__meta_kubernetes_pod_phase");

    private final Relabeler objects;
    private final Relabeler pods;

    private GroupFilter(Relabeler objects, Relabeler pods) {
        this.objects = objects;
        this.pods = pods;
    }

    static GroupFilter of(List<RelabelRule> rules) {
        var objects = new ArrayList<RelabelRule>();
        var pods = new ArrayList<RelabelRule>();
        var written = new HashSet<String>();
        for (var rule : rules) {
            var action = rule.action();
            if (action == Action.REPLACE && rule.targetLabel().indexOf('$') < 0) {
                written.add(rule.targetLabel());
            } else if (action == Action.KEEP || action == Action.DROP) {
                boolean untouched = !rule.sourceLabels().isEmpty()
                        && rule.sourceLabels().stream().noneMatch(written::contains);
                if (untouched && areCommon(rule, COMMON)) {
                    objects.add(rule);
                } else if (untouched && areCommon(rule, COMMON_IN_PODS)) {
                    pods.add(rule);
                }
            } else {
                break; // may write any label
            }
        }
        return new GroupFilter(Relabeler.of(objects), Relabeler.of(pods));
    }

    private static boolean areCommon(RelabelRule rule, List<String> prefixes) {
        return rule.sourceLabels().stream().allMatch(label -> prefixes.stream().anyMatch(label::startsWith));
    }

    /** False where the rules drop every target of the group. */
    boolean mayKeep(String source, Labels group) {
        return objects.apply(group) != null && (!source.startsWith("pod/") || pods.apply(group) != null);
    }
}

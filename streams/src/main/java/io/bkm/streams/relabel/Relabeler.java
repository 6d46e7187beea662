package io.bkm.streams.relabel;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule.Action;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chain of rules, compiled. Compile once per job and apply to every label set of it; safe for use by many threads.
 *
 * <pre>{@code
 * var relabeler = Relabeler.of(rules);
 * var relabeled = relabeler.apply(labels); // null: dropped
 * }</pre>
 */
public final class Relabeler {

    private final List<Step> steps;

    private Relabeler(List<Step> steps) {
        this.steps = steps;
    }

    public static Relabeler of(List<RelabelRule> rules) {
        return new Relabeler(rules.stream().map(Steps::compile).toList());
    }

    /** The name of an action in Prometheus' configuration. */
    public static String nameOf(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The labels after all rules, the very same when no rule changes them; null when a rule drops them. */
    public @Nullable Labels apply(Labels labels) {
        if (steps.isEmpty()) {
            return labels;
        }
        var builder = labels.edit();
        return apply(builder) ? builder.build() : null;
    }

    /** Changes {@code labels} in place; false when a rule drops them. */
    public boolean apply(Labels.Builder labels) {
        for (var step : steps) {
            if (!step.apply(labels)) {
                return false;
            }
        }
        return true;
    }
}

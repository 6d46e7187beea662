package io.bkm.app.metrics;

import io.bkm.actors.operator.OperatorCounters.Seen;
import io.bkm.actors.reports.MetricsText;
import java.util.function.ToLongFunction;

/** The metrics of the operator and of what runs beside it. Gauges are there only on the member that runs it. */
final class OperatorNumbers {

    private final MetricsText out;
    private final ControlCounters control;

    private OperatorNumbers(MetricsText out, ControlCounters control) {
        this.out = out;
        this.control = control;
    }

    static void write(MetricsText out, ControlCounters control) {
        var numbers = new OperatorNumbers(out, control);
        numbers.gauge("bkm_operator_epoch", "Epoch of the lists that are published.", Seen::epoch);
        numbers.gauge("bkm_operator_generation", "Number of the newest list within the epoch.", Seen::sequence);
        numbers.gauge("bkm_operator_endpoints", "Endpoints that the resources come to.", Seen::endpoints);
        numbers.gauge("bkm_operator_targets", "Targets at them.", Seen::targets);
        numbers.gauge("bkm_operator_targets_dropped", "Targets that relabeling or a selector dropped.", Seen::dropped);
        numbers.gauge("bkm_operator_rejected", "Monitors and parts of them that are rejected.", Seen::rejected);
        numbers.gauge("bkm_operator_problems", "Objects that cannot be read, and kinds.", Seen::problems);
        numbers.gauge(
                "bkm_operator_shards_unacknowledged",
                "Shards whose member has not yet said that it has the newest list.",
                Seen::unacknowledged);
        numbers.counters();
    }

    private void gauge(String name, String help, ToLongFunction<Seen> value) {
        out.family(name, "gauge", help);
        control.operator().seen().ifPresent(seen -> out.sample(value.applyAsLong(seen)));
    }

    private void counters() {
        out.family("bkm_operator_plan_seconds", "histogram", "Time to expand and publish, by what was the occasion.");
        control.operator().plans().forEach((trigger, times) -> out.histogram(times, "trigger", trigger.label()));
        out.family("bkm_operator_expansions_failed_total", "counter", "Expansions that a bug ended.")
                .sample(control.operator().failedExpansions());
        out.family(
                        "bkm_operator_acknowledgement_seconds",
                        "histogram",
                        "Time from publishing the list of a shard to its member having it.")
                .histogram(control.operator().acknowledgements());
        out.family("bkm_autoscale_actions_total", "counter", "Changes of the number of statefulset members.")
                .sample(control.autoscale().out(), "action", "out")
                .sample(control.autoscale().in(), "action", "in");
        out.family("bkm_autoscale_failures_total", "counter", "Rounds that could not read or write that number.")
                .sample(control.autoscale().failed());
    }
}

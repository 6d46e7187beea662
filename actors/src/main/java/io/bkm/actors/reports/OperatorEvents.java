package io.bkm.actors.reports;

import io.bkm.actors.discovery.DiscoveryCounters;
import io.bkm.actors.mirror.MirrorCounters;
import java.util.SortedMap;

/** The counters and histograms of the original's operator that have a counterpart in what is done here. */
final class OperatorEvents {

    private final MetricsText text;

    private OperatorEvents(MetricsText text) {
        this.text = text;
    }

    static void write(MetricsText text, ReportFacts facts) {
        var events = new OperatorEvents(text);
        events.counter("uptime", "uptime of program")
                .sample(facts.uptime().get().toSeconds());
        events.dataIds(facts);
        events.dispatches(facts);
        events.secrets(facts.mirror());
        events.counter("scaled_statefulset_failed_total", "scaled statefulset replicas failed total")
                .sample(facts.autoscale().failed());
        events.counter("scaled_statefulset_success_total", "scaled statefulset replicas success total")
                .sample(facts.autoscale().out() + facts.autoscale().in());
        events.discoveries(facts.discovery());
    }

    private void dataIds(ReportFacts facts) {
        counter("dataid_watcher_handled_total", "dataid watcher handled kubernetes event total");
        facts.dataIds().counts().forEach((change, count) -> text.sample(count, "action", change.label()));
    }

    private void dispatches(ReportFacts facts) {
        var plans = facts.operator().plans();
        text.family(name("dispatched_task_duration_seconds"), "histogram", "dispatched task duration seconds");
        plans.forEach((trigger, times) -> text.histogram(times, "trigger", trigger.label()));
        counter("dispatched_task_total", "dispatched task total");
        plans.forEach((trigger, times) -> text.sample(times.cumulativeCounts().getLast(), "trigger", trigger.label()));
    }

    private void secrets(MirrorCounters mirror) {
        counter("handled_secret_success_total", "handled secret success total");
        secrets(mirror.secrets(MirrorCounters.Event.WRITTEN), "CreateOrUpdate");
        secrets(mirror.secrets(MirrorCounters.Event.DELETED), "Delete");
        counter("handled_secret_failed_total", "handled secret failed total");
        secrets(mirror.secrets(MirrorCounters.Event.WRITE_FAILED), "CreateOrUpdate");
        secrets(mirror.secrets(MirrorCounters.Event.DELETE_FAILED), "Delete");
    }

    private void secrets(SortedMap<String, Long> counts, String action) {
        counts.forEach((secret, count) -> text.sample(count, "action", action, "secret", secret));
    }

    private void discoveries(DiscoveryCounters counters) {
        discoveries("discover_started_total", "discover started total", counters, DiscoveryCounters.Event.STARTED);
        discoveries("discover_stopped_total", "discover stopped total", counters, DiscoveryCounters.Event.STOPPED);
        discoveries(
                "discover_created_config_success_total",
                "discover created child config success total",
                counters,
                DiscoveryCounters.Event.TARGETS_MADE);
        discoveries(
                "discover_created_config_failed_total",
                "discover created child config failed total",
                counters,
                DiscoveryCounters.Event.TARGETS_FAILED);
        discoveries(
                "discover_created_config_cached_total",
                "discover created child config cached total",
                counters,
                DiscoveryCounters.Event.TARGETS_CACHED);
        discoveries(
                "discover_handled_tg_total",
                "discover handled tg total",
                counters,
                DiscoveryCounters.Event.GROUPS_HANDLED);
        discoveries(
                "discover_deleted_tg_source_total",
                "discover deleted tg source total",
                counters,
                DiscoveryCounters.Event.GROUPS_DELETED);
    }

    private void discoveries(String name, String help, DiscoveryCounters counters, DiscoveryCounters.Event event) {
        counter(name, help);
        counters.of(event).forEach((monitor, count) -> text.sample(count, "name", monitor));
    }

    private MetricsText counter(String name, String help) {
        return text.family(name(name), "counter", help);
    }

    private static String name(String name) {
        return OperatorMetrics.PREFIX + name;
    }
}

package io.bkm.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.ClusterStatus.OwnedTarget;
import io.bkm.actors.endpoints.Health;
import io.bkm.actors.reports.CheckText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/**
 * What the last scrapes of all targets gave, by monitor, in the shape of the original's {@code /check/scrape}. It scrapes
 * everything once more for that; here the members tell what they know, and a target that was not scraped yet counts 0.
 *
 * @param linesTotal samples in the bodies, before metric relabeling
 * @param errorsTotal targets whose last scrape failed; the original forgets those after the first of a monitor
 * @param silentMembers {@code host:port} of members that did not tell; left out where all did
 * @param truncated whether there are more targets than {@code bkm.member.http-max-targets}; left out where there are not
 */
record ScrapeStats(
        @JsonProperty("monitor_count") int monitorCount,
        @JsonProperty("lines_total") long linesTotal,
        @JsonProperty("errors_total") long errorsTotal,
        @JsonProperty("stats") List<OfMonitor> stats,

        @JsonProperty("silent_members") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> silentMembers,

        @JsonProperty("truncated") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean truncated) {

    private static final long WARN_ABOVE = 3_000_000;
    private static final int SHOWN = 10;

    /** Of one monitor. */
    record OfMonitor(
            @JsonProperty("monitor_name") String monitorName,
            @JsonProperty("namespace") String namespace,
            @JsonProperty("lines") long lines,
            @JsonProperty("errors") long errors) {

        private OfMonitor plus(OfMonitor other) {
            return new OfMonitor(monitorName, namespace, lines + other.lines, errors + other.errors);
        }
    }

    static ScrapeStats of(ClusterStatus.Targets targets) {
        var byMonitor = new HashMap<List<String>, OfMonitor>();
        for (var owned : targets.targets()) {
            var one = of(owned);
            byMonitor.merge(List.of(one.namespace(), one.monitorName()), one, OfMonitor::plus);
        }
        var stats = byMonitor.values().stream()
                .sorted(Comparator.comparingLong(OfMonitor::lines)
                        .reversed()
                        .thenComparing(OfMonitor::namespace)
                        .thenComparing(OfMonitor::monitorName))
                .toList();
        return new ScrapeStats(
                stats.size(),
                stats.stream().mapToLong(OfMonitor::lines).sum(),
                stats.stream().mapToLong(OfMonitor::errors).sum(),
                stats,
                targets.silent(),
                targets.truncated());
    }

    private static OfMonitor of(OwnedTarget owned) {
        var status = owned.status();
        var from = ScrapedMonitor.of(status.pool());
        return new OfMonitor(from.name(), from.namespace(), status.scraped(), status.health() == Health.DOWN ? 1 : 0);
    }

    /** For the report of {@code /check}. */
    static String section(ClusterStatus.Targets targets) {
        var stats = of(targets);
        boolean many = stats.linesTotal() > WARN_ABOVE;
        var text = new CheckText()
                .section(
                        CheckText.good(!many && stats.silentMembers().isEmpty()),
                        "check scrape stats",
                        stats.monitorCount() + " monitors, " + stats.linesTotal()
                                + " samples in the last scrapes of their targets, " + stats.errorsTotal()
                                + " targets whose last scrape failed")
                .suggestion("/api/v1/targets says why a scrape failed; samples are counted before metric relabeling");
        text.line(
                many
                        ? "more than " + WARN_ABOVE + " samples: drop what nobody asks for by metricRelabelings"
                        : "at most " + WARN_ABOVE + " samples, which the backend takes");
        if (!stats.silentMembers().isEmpty()) {
            text.line("members that did not tell, whose targets are missing: " + stats.silentMembers());
        }
        if (stats.truncated()) {
            text.line("more targets than bkm.member.http-max-targets: not all are in these numbers");
        }
        text.line("the " + Math.min(SHOWN, stats.stats().size()) + " with most samples; /check/scrape has all");
        return Objects.toString(text.value(
                stats.stats().subList(0, Math.min(SHOWN, stats.stats().size()))));
    }
}

package io.bkm.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.ClusterStatus.OwnedTarget;
import io.bkm.actors.endpoints.Health;
import io.bkm.streams.targets.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of {@code /api/v1/targets}: Prometheus' shape, and what only a cluster can tell. */
record TargetsJson(String status, Data data) {

    /**
     * @param silentMembers {@code host:port} of members that did not say what they scrape
     * @param truncated whether there are more targets than {@code bkm.member.http-max-targets}
     */
    record Data(
            List<Target> activeTargets, List<Object> droppedTargets, List<String> silentMembers, boolean truncated) {}

    /**
     * The fields of Prometheus, then ours.
     *
     * @param owner {@code host:port} of the member that scrapes it
     * @param missed scrapes that were due and not made
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Target(
            Map<String, String> labels,
            String scrapePool,
            String scrapeUrl,
            String lastError,
            String lastScrape,
            double lastScrapeDuration,
            String health,
            String scrapeInterval,
            String scrapeTimeout,
            String owner,
            @Nullable Long dataid,
            int samples,
            long scrapes,
            long missed) {}

    static TargetsJson of(ClusterStatus.Targets targets) {
        var active = targets.targets().stream()
                .map(TargetsJson::target)
                .sorted(Comparator.comparing(Target::scrapePool)
                        .thenComparing(Target::scrapeUrl)
                        .thenComparing(target -> target.labels().toString()))
                .toList();
        return new TargetsJson("success", new Data(active, List.of(), targets.silent(), targets.truncated()));
    }

    private static Target target(OwnedTarget owned) {
        var status = owned.status();
        return new Target(
                status.labels().toMap(),
                status.pool(),
                withoutUserInfo(status.url()),
                status.error(),
                status.lastScrapeMillis() == 0
                        ? "0001-01-01T00:00:00Z"
                        : Instant.ofEpochMilli(status.lastScrapeMillis()).toString(),
                seconds(status.took()),
                health(status.health()),
                PrometheusDuration.format(status.interval()),
                PrometheusDuration.format(status.timeout()),
                owned.member(),
                status.dataId(),
                status.samples(),
                status.scrapes(),
                status.missed());
    }

    static String health(Health health) {
        return switch (health) {
            case UP -> "up";
            case DOWN -> "down";
            case UNKNOWN -> "unknown";
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** What stands before the {@code @} of an authority may be a password. */
    static String withoutUserInfo(String url) {
        int authority = url.indexOf("//") + 2;
        int end = authority;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int at = url.lastIndexOf('@', end - 1);
        return at < authority ? url : url.substring(0, authority) + url.substring(at + 1);
    }
}

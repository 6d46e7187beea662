package io.bkm.app.http;

import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.ClusterStatus.Look;
import io.bkm.actors.cluster.ClusterStatus.OwnedTarget;
import io.bkm.actors.endpoints.TargetStatus;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/** What {@code /check/scrape/{namespace}[/{monitor}]} looks at, and what it makes of the lines. */
final class ScrapeLines {

    /** Names of metrics that are told apart; of further ones nothing is said. */
    private static final int MAX_METRICS = 50_000;

    private final Map<String, OfMetric> byName = new LinkedHashMap<>();

    /** @param sample the last line of it */
    record OfMetric(String metric, long count, String sample) {}

    /**
     * Each endpoint once, whatever the number of targets at it.
     *
     * @param monitor "" for all of the namespace
     * @param endpoint part of the URL, or of what a file name in a Secret has of it ({@code 10-0-0-1-8080}); "" for all
     */
    static List<Look> looks(ClusterStatus.Targets targets, String namespace, String monitor, String endpoint) {
        var looks = new LinkedHashMap<String, Look>();
        for (var owned : targets.targets()) {
            var status = owned.status();
            var from = ScrapedMonitor.of(status.pool());
            if (from.namespace().equals(namespace)
                    && (monitor.isEmpty() || from.name().equals(monitor))
                    && hasPart(status.url(), endpoint)) {
                looks.putIfAbsent(status.endpoint().value(), look(owned, status));
            }
        }
        return List.copyOf(looks.values());
    }

    private static Look look(OwnedTarget owned, TargetStatus status) {
        return new Look(
                owned.member(),
                status.shard(),
                status.endpoint(),
                status.timeout(),
                TargetsJson.withoutUserInfo(status.url()));
    }

    private static boolean hasPart(String url, String endpoint) {
        return url.contains(endpoint) || dashed(url).contains(dashed(endpoint));
    }

    private static String dashed(String text) {
        return text.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** @param lines whole ones */
    ScrapeLines add(ByteString lines) {
        lines.utf8String().lines().forEach(this::line);
        return this;
    }

    private void line(String line) {
        var name = name(line);
        var before = byName.get(name);
        if (!name.isEmpty() && (before != null || byName.size() < MAX_METRICS)) {
            byName.put(name, new OfMetric(name, before == null ? 1 : before.count() + 1, line));
        }
    }

    private static String name(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return line.substring(0, end);
    }

    /** @param most 0 for all */
    List<OfMetric> top(int most) {
        return byName.values().stream()
                .sorted(Comparator.comparingLong(OfMetric::count).reversed().thenComparing(OfMetric::metric))
                .limit(most > 0 ? most : Long.MAX_VALUE)
                .toList();
    }
}

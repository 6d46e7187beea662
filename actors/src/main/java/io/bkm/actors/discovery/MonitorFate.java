package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.bkm.crds.Monitor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of a monitor, for those who miss its targets.
 *
 * @param decision {@code scraped}, {@code rejected}, {@code ignored}, or {@code empty} for one that is right and finds nothing
 * @param reason "" where there is nothing to say
 */
public record MonitorFate(
        String kind, String namespace, String name, String decision, String reason, List<EndpointFate> endpoints) {

    /**
     * What became of one of its endpoints.
     *
     * @param dropped discovered targets that relabeling or a selector dropped
     * @param dataid null when no DataID matched: its samples go nowhere over GSE
     * @param problems targets that cannot be scraped, and why the first of them cannot
     */
    public record EndpointFate(
            String pool,
            int index,
            int targets,
            int dropped,
            @Nullable Long dataid,
            int problems,
            String reason) {}

    public MonitorFate {
        endpoints = List.copyOf(endpoints);
    }

    /** Of every monitor that there is, also of those that do not count. */
    public static List<MonitorFate> all(Resources resources, Expanded expanded, ExpansionSettings settings) {
        var fates = new Fates(expanded, settings, MonitorSelection.labels(resources));
        return Stream.concat(
                        resources.monitors().map(fates::of),
                        scrapeConfigs(expanded).stream().map(fates::of))
                .toList();
    }

    /** Those in Secrets: as much of each as was made jobs of, and those that were refused. */
    private static Set<MonitorId> scrapeConfigs(Expanded expanded) {
        var ids = new LinkedHashSet<MonitorId>();
        expanded.pools().stream()
                .map(Expanded.Pool::id)
                .filter(id -> !id.isResource())
                .forEach(ids::add);
        expanded.rejected().stream()
                .map(Rejected::id)
                .filter(id -> !id.isResource() || id.kind().equals("Secret"))
                .forEach(ids::add);
        return ids;
    }

    public MonitorId id() {
        return new MonitorId(kind, namespace, name);
    }

    /** What is known of all monitors, by monitor. */
    private record Fates(
            ExpansionSettings settings,
            Map<String, Map<String, String>> namespaces,
            Map<MonitorId, List<EndpointFate>> endpoints,
            Map<MonitorId, String> rejected) {

        Fates(Expanded expanded, ExpansionSettings settings, Map<String, Map<String, String>> namespaces) {
            this(settings, namespaces, endpoints(expanded), rejected(expanded));
        }

        MonitorFate of(Monitor monitor) {
            var id = MonitorId.of(monitor);
            var ignored = ignored(monitor, id);
            if (ignored.isPresent()) {
                return MonitorFate.of(id, "ignored", ignored.get(), List.of());
            }
            return of(id);
        }

        MonitorFate of(MonitorId id) {
            var mine = endpoints.getOrDefault(id, List.of());
            var reason = rejected.getOrDefault(id, "");
            if (mine.isEmpty()) {
                return MonitorFate.of(id, reason.isEmpty() ? "empty" : "rejected", reason, mine);
            }
            boolean scraped = mine.stream().anyMatch(endpoint -> endpoint.targets() > 0);
            return MonitorFate.of(id, scraped ? "scraped" : "empty", reason, mine);
        }

        private Optional<String> ignored(Monitor monitor, MonitorId id) {
            if (!settings.allows(id.namespace())) {
                return Optional.of(
                        settings.allowNamespaces().isEmpty()
                                ? "namespace in bkm.expansion.deny-namespaces"
                                : "namespace not in bkm.expansion.allow-namespaces");
            }
            if (MonitorSelection.isIgnored(monitor, settings)) {
                return Optional.of("listed in bkm.expansion.ignore-monitors");
            }
            if (settings.select().select(monitor, namespaces)) {
                return Optional.empty();
            }
            return Optional.of("its labels, or those of its namespace, are not those "
                    + (settings.prometheusResource().isEmpty()
                            ? "of bkm.expansion.select"
                            : "that " + settings.prometheusResource() + " selects"));
        }

        private static Map<MonitorId, List<EndpointFate>> endpoints(Expanded expanded) {
            var problems = new HashMap<String, Expanded.PoolProblem>();
            expanded.problems().forEach(problem -> problems.putIfAbsent(problem.pool(), problem));
            return expanded.pools().stream()
                    .collect(Collectors.groupingBy(
                            Expanded.Pool::id,
                            Collectors.mapping(
                                    pool -> endpoint(pool, Optional.ofNullable(problems.get(pool.pool()))),
                                    Collectors.toList())));
        }

        private static Map<MonitorId, String> rejected(Expanded expanded) {
            return expanded.rejected().stream()
                    .collect(Collectors.toMap(Rejected::id, Rejected::reason, (one, other) -> one + "; " + other));
        }
    }

    private static MonitorFate of(MonitorId id, String decision, String reason, List<EndpointFate> endpoints) {
        return new MonitorFate(id.kind(), id.namespace(), id.name(), decision, reason, endpoints);
    }

    private static EndpointFate endpoint(Expanded.Pool pool, Optional<Expanded.PoolProblem> problem) {
        var reason = problem.map(Expanded.PoolProblem::reason)
                .orElse(
                        pool.targets() > 0 || pool.dropped() > 0
                                ? pool.targets() > 0 ? "" : "relabeling or a selector dropped all that was discovered"
                                : "nothing discovered: no object matches, or it has no such port");
        return new EndpointFate(
                pool.pool(),
                pool.endpointIndex(),
                pool.targets(),
                pool.dropped(),
                pool.dataId(),
                problem.map(Expanded.PoolProblem::count).orElse(0),
                reason);
    }
}

package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.bkm.crds.Monitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        var fates = new ArrayList<MonitorFate>();
        var counting = Collections.<Monitor>newSetFromMap(new IdentityHashMap<>());
        counting.addAll(MonitorSelection.counting(resources, settings));
        Stream.<List<? extends Monitor>>of(
                        resources.serviceMonitors(),
                        resources.podMonitors(),
                        resources.probes(),
                        resources.scrapeConfigs())
                .flatMap(Collection::stream)
                .forEach(monitor -> fates.add(of(monitor, counting.contains(monitor), expanded, settings)));
        scrapeConfigs(expanded).forEach(id -> fates.add(of(id, expanded)));
        return fates;
    }

    /** Those in Secrets: as much of each as was made jobs of, and those that were refused. */
    private static Set<MonitorId> scrapeConfigs(Expanded expanded) {
        var ids = new LinkedHashSet<MonitorId>();
        expanded.pools().stream()
                .map(pool -> new MonitorId(pool.kind(), pool.namespace(), pool.name()))
                .filter(id -> !id.isResource())
                .forEach(ids::add);
        expanded.rejected().stream()
                .map(rejected -> new MonitorId(rejected.kind(), rejected.namespace(), rejected.name()))
                .filter(id -> !id.isResource() || id.kind().equals("Secret"))
                .forEach(ids::add);
        return ids;
    }

    private static MonitorFate of(Monitor monitor, boolean counts, Expanded expanded, ExpansionSettings settings) {
        var id = new MonitorId(
                monitor.kind(),
                monitor.metadata().namespace(),
                monitor.metadata().name());
        if (!counts) {
            return of(id, "ignored", ignored(id, settings), List.of());
        }
        return of(id, expanded);
    }

    private static MonitorFate of(MonitorId id, Expanded expanded) {
        var endpoints = expanded.pools().stream()
                .filter(pool -> new MonitorId(pool.kind(), pool.namespace(), pool.name()).equals(id))
                .map(pool -> endpoint(pool, expanded))
                .toList();
        var reason = expanded.rejected().stream()
                .filter(rejected -> new MonitorId(rejected.kind(), rejected.namespace(), rejected.name()).equals(id))
                .map(Rejected::reason)
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
        if (endpoints.isEmpty()) {
            return of(id, reason.isEmpty() ? "empty" : "rejected", reason, endpoints);
        }
        boolean scraped = endpoints.stream().anyMatch(endpoint -> endpoint.targets() > 0);
        return of(id, scraped ? "scraped" : "empty", reason, endpoints);
    }

    private static MonitorFate of(MonitorId id, String decision, String reason, List<EndpointFate> endpoints) {
        return new MonitorFate(id.kind(), id.namespace(), id.name(), decision, reason, endpoints);
    }

    /** Why it does not count. */
    private static String ignored(MonitorId id, ExpansionSettings settings) {
        if (!settings.allows(id.namespace())) {
            return settings.allowNamespaces().isEmpty()
                    ? "namespace in bkm.expansion.deny-namespaces"
                    : "namespace not in bkm.expansion.allow-namespaces";
        }
        if (settings.ignoreMonitors().stream().anyMatch(rule -> rule.matches(id))) {
            return "listed in bkm.expansion.ignore-monitors";
        }
        return settings.prometheusResource().isEmpty()
                ? "its labels, or those of its namespace, are not those of bkm.expansion.select"
                : "its labels, or those of its namespace, are not those that " + settings.prometheusResource()
                        + " selects";
    }

    private static EndpointFate endpoint(Expanded.Pool pool, Expanded expanded) {
        var problem = expanded.problems().stream()
                .filter(each -> each.pool().equals(pool.pool()))
                .findFirst();
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

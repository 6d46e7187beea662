package io.bkm.actors.discovery;

import io.bkm.actors.dataids.DataIds;
import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.discovery.kubernetes.DiscoveryView;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.Discovery;
import io.bkm.crds.Monitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From resources to targets: what prometheus-operator 0.85 and Prometheus 3.5 would make of them together, with what
 * bkmonitor's DataIDs and annotations add. A pure function: no clock, no I/O, and equal resources give equal answers.
 */
public final class Expansion {

    private static final Comparator<Rejected> BY_NAME = Comparator.comparing(Rejected::kind)
            .thenComparing(Rejected::namespace)
            .thenComparing(Rejected::name)
            .thenComparing(Rejected::reason);

    private final Resources resources;
    private final ExpansionSettings settings;
    private final ExpansionCache cache;
    private final DiscoveryView view;
    private final ServicesWithSlices sliced;
    /** Many monitors ask for the same. */
    private final Map<Source, GroupList> lists = new HashMap<>();

    private @Nullable Set<String> addresses;

    private Expansion(Resources resources, ExpansionSettings settings, ExpansionCache cache) {
        this.resources = resources;
        this.settings = settings;
        this.cache = cache;
        this.view = cache.discovery().view(resources);
        this.sliced = ServicesWithSlices.in(resources);
    }

    public static Expanded expand(Resources resources, ExpansionSettings settings) {
        return expand(resources, settings, new ExpansionCache());
    }

    /**
     * @param cache what the expansion before left there makes this one cheaper where little changed since
     */
    public static Expanded expand(Resources resources, ExpansionSettings settings, ExpansionCache cache) {
        cache.useFor(settings);
        return new Expansion(resources, settings, cache).expand();
    }

    private Expanded expand() {
        var dataIds = DataIds.of(resources.dataIds(), settings.environment());
        var nodes = cache.nodes(KubeNodes.of(resources, settings.spreadNodeLabels()));
        var monitors = cache.monitors(counting(), References.of(resources));
        cache.outside().begin();
        var rejected = new ArrayList<Rejected>();
        resources.problems().forEach(problem -> rejected.add(unreadable(problem)));
        var pools = new ArrayList<PoolTargets>();
        var summaries = new ArrayList<Expanded.Pool>();
        monitors.forEach(monitor -> rejected.addAll(monitor.rejected()));
        var promJobs = cache.promJobs(resources.external());
        promJobs.forEach(job -> rejected.addAll(job.rejected()));
        var all = Stream.concat(
                        monitors.stream().map(MonitorJobs::jobs),
                        promJobs.stream().map(PromJobs.Job::pools))
                .flatMap(Collection::stream)
                .toList();
        for (var pool : cache.pools(all)) {
            var job = pool.job();
            var candidates = job.searches().stream()
                    .map(search -> list(search.source()).candidates(search.filter()))
                    .toList();
            var channel = GseChannel.of(job.monitor(), job.annotations(), dataIds);
            var targets = pool.targets(new PoolExpansion.Input(candidates, channel, nodes));
            pools.add(targets);
            summaries.add(new Expanded.Pool(
                    job.pool(),
                    job.monitor().kind(),
                    job.monitor().namespace(),
                    job.monitor().name(),
                    job.endpointIndex(),
                    targets.targets().size(),
                    targets.dropped(),
                    channel.map(GseChannel::dataId).orElse(null),
                    SharedDiscovery.key(job)));
        }
        cache.outside().end();
        rejected.sort(BY_NAME);
        return new Expanded(
                pools.stream()
                        .map(PoolTargets::targets)
                        .flatMap(Collection::stream)
                        .toList(),
                rejected,
                pools.stream().mapToInt(PoolTargets::dropped).sum(),
                Stream.concat(
                                pools.stream().flatMap(pool -> Stream.ofNullable(pool.problem())),
                                all.stream().flatMap(this::notFound))
                        .toList(),
                dataIds,
                summaries);
    }

    /** Discoveries of a job that failed: what they found last is there, or nothing. */
    private Stream<Expanded.PoolProblem> notFound(ScrapeJob job) {
        return job.searches().stream()
                .flatMap(search -> search.source() instanceof Source.Outside outside
                        ? Stream.of(
                                resources.external().answer(outside.discovery()).failure())
                        : Stream.of())
                .filter(failure -> !failure.isEmpty())
                .map(failure -> new Expanded.PoolProblem(job.pool(), 0, failure));
    }

    private List<Monitor> counting() {
        return Stream.concat(
                        MonitorSelection.counting(resources, settings).stream(),
                        cache.annotated().stream().filter(monitor -> !MonitorSelection.isIgnored(monitor, settings)))
                .toList();
    }

    private static Rejected unreadable(Resources.Problem problem) {
        return new Rejected(
                problem.kind(), problem.namespace(), problem.name(), problem.where() + ": " + problem.reason());
    }

    private GroupList list(Source source) {
        if (source instanceof Source.Static(var groups)) {
            return new GroupList(groups);
        }
        return lists.computeIfAbsent(source, asked -> new GroupList(groups(asked)));
    }

    /** Of pods and nodes; looked for only where somebody asks. */
    private Set<String> addresses() {
        var known = addresses;
        if (known == null) {
            known = ClusterAddresses.of(resources);
            addresses = known;
        }
        return known;
    }

    private List<TargetGroup> groups(Source source) {
        return switch (source) {
            case Source.Kubernetes(var role, var scope, var attach, var selectors) ->
                view.groups(role, scope, attach, selectors);
            case Source.EndpointsWithoutSlices(var scope, var attach, var selectors) ->
                view.groups(Role.ENDPOINTS, scope, attach, selectors).stream()
                        .filter(group -> !sliced.have(group.source()))
                        .toList();
            case Source.Static(var groups) -> groups;
            case Source.Outside(var discovery, boolean ofClusterOnly) -> {
                var found = resources.external().answer(discovery).groups();
                var counting = ofClusterOnly
                        ? found.stream()
                                .filter(group -> addresses().contains(Discovery.Etcd.host(group.source())))
                                .toList()
                        : found;
                yield cache.outside().groups(counting);
            }
        };
    }

    /** Each group that a job makes targets of, before equal targets become one. */
    static void forEachGroup(
            Resources resources, ExpansionSettings settings, BiConsumer<ScrapeJob, GroupTargets> action) {
        var cache = new ExpansionCache();
        cache.useFor(settings);
        var expansion = new Expansion(resources, settings, cache);
        for (var monitor : cache.monitors(expansion.counting(), References.of(resources))) {
            for (var job : monitor.jobs()) {
                for (var search : job.searches()) {
                    expansion
                            .groups(search.source())
                            .forEach(group -> action.accept(job, GroupTargets.of(job, search, group)));
                }
            }
        }
    }
}

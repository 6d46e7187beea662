package io.bkm.actors.discovery;

import io.bkm.actors.discovery.Expanded.PoolProblem;
import io.bkm.actors.discovery.GroupTargets.Found;
import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one job, and what is kept of them from one snapshot to the next: what became of each group, for as long
 * as the group is there. The answer is the same as without.
 */
final class PoolExpansion {

    private static final Comparator<DiscoveredTarget> ORDER = Comparator.comparing(
                    (DiscoveredTarget found) -> found.endpoint().url())
            .thenComparing(found -> found.target().labels())
            .thenComparing(DiscoveredTarget::hidden);

    /**
     * All that the targets depend on besides the job.
     *
     * @param groups for each of the job's searches
     */
    record Input(List<List<TargetGroup>> groups, Optional<GseChannel> channel, KubeNodes nodes) {

        boolean isSame(@Nullable Input other) {
            if (other == null || !channel.equals(other.channel) || !nodes.equals(other.nodes)) {
                return false;
            }
            for (int i = 0; i < groups.size(); i++) {
                if (!areSame(groups.get(i), other.groups.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /** Groups that did not change are the same instances; to compare their labels would take longer than to relabel. */
        @SuppressWarnings("ReferenceEquality")
        private static boolean areSame(List<TargetGroup> a, List<TargetGroup> b) {
            if (a == b) {
                return true;
            }
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (a.get(i) != b.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Key(String url, Labels labels) {}

    private record Place(Found found, String namespace) {}

    private final ScrapeJob job;
    private final ExpansionSettings settings;
    private final boolean spread;
    private IdentityHashMap<TargetGroup, GroupTargets> byGroup = new IdentityHashMap<>();
    private @Nullable Input input;
    private PoolTargets targets = new PoolTargets(List.of(), 0, null);

    PoolExpansion(ScrapeJob job, ExpansionSettings settings) {
        this.job = job;
        this.settings = settings;
        this.spread = settings.spreadMonitors().stream().anyMatch(rule -> rule.matches(job.monitor()));
    }

    ScrapeJob job() {
        return job;
    }

    PoolTargets targets(Input next) {
        if (!next.isSame(input)) {
            targets = expand(next);
            input = next;
        }
        return targets;
    }

    private PoolTargets expand(Input next) {
        var kept = new IdentityHashMap<TargetGroup, GroupTargets>();
        var places = new LinkedHashMap<Key, Place>();
        var problems = new ArrayList<String>();
        int dropped = 0;
        for (int i = 0; i < job.searches().size(); i++) {
            var search = job.searches().get(i);
            for (var group : next.groups.get(i)) {
                if (!search.filter().mayKeep(group.source(), group.labels())) {
                    dropped += group.targets().size();
                    continue;
                }
                var known = byGroup.get(group);
                var made = known != null ? known : GroupTargets.of(job, search, group);
                kept.put(group, made);
                dropped += made.dropped();
                problems.addAll(made.refused());
                for (var found : made.found()) {
                    // Of equal targets the last one counts, as in Prometheus.
                    var key = new Key(found.kept().url(), found.kept().allLabels());
                    places.put(key, new Place(found, made.namespace()));
                }
            }
        }
        byGroup = kept;
        return assemble(next, places, dropped, problems);
    }

    private PoolTargets assemble(Input next, Map<Key, Place> places, int dropped, List<String> problems) {
        var forcedError = forcedError(places.size());
        var targets = new ArrayList<DiscoveredTarget>(places.size());
        for (var place : places.values()) {
            if (job.annotations().forwardLocalhost()) {
                forwarded(next, place, forcedError, problems).ifPresent(targets::add);
            } else {
                var placement = next.nodes.place(place.found.node(), spread);
                targets.add(target(next, place, place.found.kept().url(), placement, forcedError));
            }
        }
        targets.sort(ORDER);
        if (forcedError != null) {
            problems.addFirst(forcedError);
        }
        int count = forcedError != null ? targets.size() : problems.size();
        return new PoolTargets(
                targets, dropped, problems.isEmpty() ? null : new PoolProblem(job.pool(), count, problems.getFirst()));
    }

    /** Over the limit all targets of the pool are there but none is scraped, as in Prometheus. */
    private @Nullable String forcedError(int count) {
        return job.targetLimit() > 0 && count > job.targetLimit()
                ? "targetLimit: " + count + " targets (expected: at most " + job.targetLimit() + ")"
                : null;
    }

    /** Only the member of the target's own node finds the target at 127.0.0.1. */
    private Optional<DiscoveredTarget> forwarded(
            Input next, Place place, @Nullable String forcedError, List<String> problems) {
        var kept = place.found.kept();
        var url = ForwardedUrl.of(kept.url());
        if (url.isEmpty()) {
            problems.add("forwardLocalhost: " + kept.url() + " (expected: a URL with a host)");
            return Optional.empty();
        }
        return switch (next.nodes.place(place.found.node(), false)) {
            case Placement.OnNode node -> Optional.of(target(next, place, url.get(), node, forcedError));
            case Placement.Spread(var node) -> {
                problems.add("forwardLocalhost: " + kept.url() + " on node \"" + node
                        + "\" (expected: a known node that has a member)");
                yield Optional.empty();
            }
        };
    }

    private DiscoveredTarget target(
            Input next, Place place, String url, Placement placement, @Nullable String forcedError) {
        var kept = place.found.kept();
        var samples = job.samples();
        return new DiscoveredTarget(
                job.request().endpoint(url, kept.interval(), kept.timeout()),
                new Target(
                        job.pool(),
                        kept.labels(),
                        samples.honorLabels(),
                        samples.honorTimestamps(),
                        samples.trackTimestampsStaleness(),
                        samples.metricRelabelings(),
                        samples.limits(),
                        samples.fallbackFormat(),
                        next.channel
                                .map(channel ->
                                        channel.route(job, kept, url, place.namespace, settings.builtinLabels()))
                                .orElse(null),
                        forcedError),
                placement,
                kept.discovered(),
                kept.allLabels().filter(name -> name.startsWith("__")));
    }
}

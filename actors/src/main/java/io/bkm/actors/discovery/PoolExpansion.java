package io.bkm.actors.discovery;

import io.bkm.actors.discovery.DiscoveryCounters.Event;
import io.bkm.actors.discovery.Expanded.PoolProblem;
import io.bkm.actors.discovery.GroupList.Candidates;
import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.streams.labels.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
     * @param candidates for each of the job's searches
     */
    record Input(List<Candidates> candidates, Optional<GseChannel> channel, KubeNodes nodes) {

        boolean hasSameSurroundings(@Nullable Input other) {
            return other != null && channel.equals(other.channel) && nodes.equals(other.nodes);
        }

        boolean hasSameGroups(@Nullable Input other) {
            if (other == null) {
                return false;
            }
            for (int i = 0; i < candidates.size(); i++) {
                if (!areSame(candidates.get(i).groups(), other.candidates.get(i).groups())) {
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

    /** What Prometheus tells targets apart by. */
    private record Key(String url, Labels labels, Labels hidden) {
        static Key of(DiscoveredTarget found) {
            return new Key(found.endpoint().url(), found.target().labels(), found.hidden());
        }
    }

    private final ScrapeJob job;
    private final ExpansionSettings settings;
    private final DiscoveryCounters counters;
    private final boolean spread;
    private IdentityHashMap<TargetGroup, BuiltGroup> byGroup = new IdentityHashMap<>();
    private List<BuiltGroup> groups = List.of();
    private @Nullable Input input;
    private List<DiscoveredTarget> targets = List.of();
    private @Nullable PoolProblem problem;

    PoolExpansion(ScrapeJob job, ExpansionSettings settings, DiscoveryCounters counters) {
        this.job = job;
        this.settings = settings;
        this.counters = counters;
        this.spread = settings.spreadMonitors().stream().anyMatch(rule -> rule.matches(job.monitor()));
    }

    ScrapeJob job() {
        return job;
    }

    PoolTargets targets(Input next) {
        countChannel(input == null ? Optional.empty() : input.channel, next.channel);
        boolean sameSurroundings = next.hasSameSurroundings(input);
        if (!sameSurroundings || !next.hasSameGroups(input)) {
            build(next, sameSurroundings);
            assemble();
        }
        input = next;
        int dropped = next.candidates.stream().mapToInt(Candidates::dropped).sum()
                + groups.stream().mapToInt(group -> group.made().dropped()).sum();
        return new PoolTargets(targets, dropped, problem);
    }

    private void build(Input next, boolean sameSurroundings) {
        var builder = new TargetBuilder(
                job, spread, settings.builtinLabels(), settings.joinWithoutRules(), next.channel, next.nodes);
        var kept = new IdentityHashMap<TargetGroup, BuiltGroup>();
        var inOrder = new ArrayList<BuiltGroup>();
        var handled = new ArrayList<BuiltGroup>();
        int known = 0;
        long cached = 0;
        for (int i = 0; i < job.searches().size(); i++) {
            var search = job.searches().get(i);
            for (var group : next.candidates.get(i).groups()) {
                var built = byGroup.get(group);
                known += built == null ? 0 : 1;
                if (built != null && sameSurroundings) {
                    cached += built.made().dropped();
                } else {
                    built = builder.build(built == null ? GroupTargets.of(job, search, group) : built.made());
                    handled.add(built);
                }
                kept.put(group, built);
                inOrder.add(built);
            }
        }
        count(handled, cached);
        if (known < byGroup.size()) {
            counters.add(job, Event.GROUPS_DELETED, deleted(kept));
        }
        byGroup = kept;
        groups = inOrder;
    }

    /** Once for all groups, of which there may be thousands. */
    private void count(List<BuiltGroup> handled, long cached) {
        counters.add(job, Event.GROUPS_HANDLED, handled.size());
        counters.add(
                job,
                Event.TARGETS_MADE,
                handled.stream().mapToLong(group -> group.targets().size()).sum());
        counters.add(
                job,
                Event.TARGETS_FAILED,
                handled.stream().mapToLong(group -> group.problems().size()).sum());
        counters.add(job, Event.TARGETS_CACHED, cached);
    }

    /** How many sources gave targets and give none now; one that changed is another group of the same source. */
    private long deleted(IdentityHashMap<TargetGroup, BuiltGroup> now) {
        var sources = new HashSet<String>();
        byGroup.forEach((group, built) -> {
            var still = now.get(group);
            if (!built.targets().isEmpty() && (still == null || still.targets().isEmpty())) {
                sources.add(group.source());
            }
        });
        now.forEach((group, built) -> {
            if (!built.targets().isEmpty()) {
                sources.remove(group.source());
            }
        });
        return sources.size();
    }

    private void countChannel(Optional<GseChannel> before, Optional<GseChannel> now) {
        if (!before.equals(now)) {
            counters.add(job, Event.STOPPED, before.isPresent() ? 1 : 0);
            counters.add(job, Event.STARTED, now.isPresent() ? 1 : 0);
        }
    }

    /** The job is gone, or another has its place. */
    void close() {
        countChannel(input == null ? Optional.empty() : input.channel, Optional.empty());
        counters.gone(job);
    }

    private void assemble() {
        var distinct = new LinkedHashMap<Key, DiscoveredTarget>();
        // Of equal targets the last one counts, as in Prometheus.
        groups.forEach(group -> group.targets().forEach(target -> distinct.put(Key.of(target), target)));
        var forcedError = forcedError(distinct.size());
        targets = distinct.values().stream()
                .map(target -> forcedError == null ? target : TargetBuilder.forced(target, forcedError))
                .sorted(ORDER)
                .toList();
        var problems = groups.stream()
                .map(BuiltGroup::problems)
                .flatMap(Collection::stream)
                .toList();
        if (forcedError != null) {
            problem = new PoolProblem(job.pool(), targets.size(), forcedError);
        } else {
            problem = problems.isEmpty() ? null : new PoolProblem(job.pool(), problems.size(), problems.getFirst());
        }
    }

    /** Over the limit all targets of the pool are there but none is scraped, as in Prometheus. */
    private @Nullable String forcedError(int count) {
        return job.targetLimit() > 0 && count > job.targetLimit()
                ? "targetLimit: " + count + " targets (expected: at most " + job.targetLimit() + ")"
                : null;
    }
}

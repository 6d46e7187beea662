package io.bkm.actors.discovery;

import io.bkm.actors.discovery.GroupTargets.Found;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.PodJoin;
import io.bkm.streams.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives targets their place and their way to GSE. */
record TargetBuilder(
        ScrapeJob job,
        boolean spread,
        List<String> builtinLabels,
        boolean joinWithoutRules,
        Optional<GseChannel> channel,
        KubeNodes nodes) {

    /** What the original calls the node of a target whose node it does not know. */
    private static final String UNKNOWN_NODE = "unknown";

    BuiltGroup build(GroupTargets made) {
        var origin =
                Origin.of(job, made.namespace(), channel.map(GseChannel::labels).orElse(Map.of()));
        var targets = new ArrayList<DiscoveredTarget>(made.found().size());
        var problems = new ArrayList<>(made.refused());
        for (var found : made.found()) {
            if (job.annotations().forwardLocalhost()) {
                addForwarded(found, origin, targets, problems);
            } else {
                var placement = nodes.place(found.node(), spread);
                targets.add(target(found, origin, found.kept().url(), placement));
            }
        }
        return new BuiltGroup(made, targets, problems);
    }

    /** Only the member of the target's own node finds the target at 127.0.0.1. */
    private void addForwarded(Found found, Origin origin, List<DiscoveredTarget> targets, List<String> problems) {
        var url = ForwardedUrl.of(found.kept().url());
        var placement = nodes.place(found.node(), false);
        if (url.isEmpty()) {
            problems.add("forwardLocalhost: " + found.kept().url() + " (expected: a URL with a host)");
        } else if (placement instanceof Placement.OnNode) {
            targets.add(target(found, origin, url.get(), placement));
        } else {
            problems.add("forwardLocalhost: " + found.kept().url() + " on node \"" + found.node()
                    + "\" (expected: a known node that has a member)");
        }
    }

    private DiscoveredTarget target(Found found, Origin origin, String url, Placement placement) {
        var kept = found.kept();
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
                        channel.map(gse -> gse.route(
                                        job,
                                        kept,
                                        url,
                                        origin.objectNamespace(),
                                        builtinLabels,
                                        nodes.joined(job.annotations().join(), found.node(), kept.labels()),
                                        join(placement, kept.labels())))
                                .orElse(null)),
                placement,
                kept.discovered(),
                kept.allLabels().filter(name -> name.startsWith("__")),
                origin);
    }

    /** The original's workers fetch no rules for a target that has none of its own (W18). */
    private @Nullable PodJoin join(Placement placement, Labels labels) {
        if (job.samples().metricRelabelings().isEmpty() && !joinWithoutRules) {
            return null;
        }
        var node = switch (placement) {
            case Placement.OnNode(var name) -> name;
            case Placement.Spread(var name) -> name.isEmpty() ? UNKNOWN_NODE : name;
        };
        return job.annotations()
                .join()
                .ofPods(job.endpointIndex(), node, labels.get("pod_name"))
                .orElse(null);
    }

    /** The same target, not to be scraped. */
    static DiscoveredTarget forced(DiscoveredTarget found, String error) {
        var target = found.target();
        return new DiscoveredTarget(
                found.endpoint(),
                new Target(
                        target.pool(),
                        target.labels(),
                        target.honorLabels(),
                        target.honorTimestamps(),
                        target.trackTimestampsStaleness(),
                        target.metricRelabelings(),
                        target.limits(),
                        target.fallbackFormat(),
                        target.gse(),
                        error),
                found.placement(),
                found.discovered(),
                found.hidden(),
                found.origin());
    }
}

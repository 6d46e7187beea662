package io.bkm.actors.discovery;

import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.Target;
import org.jspecify.annotations.Nullable;

/**
 * A target, the endpoint it is at and who should scrape it.
 *
 * @param discovered labels before relabeling, for people who look for a target
 * @param hidden the {@code __} labels after relabeling, without {@code __meta_}. Prometheus counts two targets that
 *     differ in these only as two, although nothing of it reaches a sample
 * @param origin null for a target that no monitor made
 */
public record DiscoveredTarget(
        Endpoint endpoint,
        Target target,
        Placement placement,
        Labels discovered,
        Labels hidden,
        @Nullable Origin origin) {

    /** A target without hidden labels and monitor. */
    public DiscoveredTarget(Endpoint endpoint, Target target, Placement placement, Labels discovered) {
        this(endpoint, target, placement, discovered, Labels.EMPTY, null);
    }

    /** The interval as Prometheus prints it; as it was written where a rule wrote it. */
    public String interval() {
        return hidden.get("__scrape_interval__");
    }

    public String timeout() {
        return hidden.get("__scrape_timeout__");
    }
}

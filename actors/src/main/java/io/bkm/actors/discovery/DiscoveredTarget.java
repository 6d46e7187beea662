package io.bkm.actors.discovery;

import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.Target;

/**
 * A target, the endpoint it is at and who should scrape it.
 *
 * @param discovered labels before relabeling, for people who look for a target
 */
public record DiscoveredTarget(Endpoint endpoint, Target target, Placement placement, Labels discovered) {}

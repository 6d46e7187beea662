package io.bkm.actors.operator;

import io.bkm.actors.placement.Placement;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.Target;
import java.util.List;

/** Which endpoints are scraped by somebody who is no member: no shard gets those. */
@FunctionalInterface
public interface ForeignTargets {

    ForeignTargets NONE = (_, _, _) -> false;

    /** @param targets all that are at the endpoint */
    boolean has(Placement placement, Endpoint endpoint, List<Target> targets);
}

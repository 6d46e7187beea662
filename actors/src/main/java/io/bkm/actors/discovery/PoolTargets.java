package io.bkm.actors.discovery;

import io.bkm.actors.discovery.Expanded.PoolProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All targets of a pool, sorted. */
record PoolTargets(
        List<DiscoveredTarget> targets,
        int dropped,
        @Nullable PoolProblem problem) {

    PoolTargets {
        targets = List.copyOf(targets);
    }
}

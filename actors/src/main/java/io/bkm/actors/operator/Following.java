package io.bkm.actors.operator;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of the cluster's targets, beside the members.
 *
 * @param interval how often at most
 * @param follower makes it; called, and closed, wherever the operator runs; null for nobody
 */
public record Following(
        Duration interval, ForeignTargets foreign, @Nullable Supplier<Holdings.Follower> follower) {

    public static final Following NOBODY = new Following(Duration.ofSeconds(5), ForeignTargets.NONE, null);
}

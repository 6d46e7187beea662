package io.bkm.actors.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who is told of the cluster's targets, beside the members.
 *
 * @param interval how often at most
 * @param followers makes them; called, and each closed, wherever the operator runs
 */
public record Following(
        Duration interval, ForeignTargets foreign, List<Supplier<? extends Holdings.Follower>> followers) {

    public static final Following NOBODY = new Following(Duration.ofSeconds(5), ForeignTargets.NONE, List.of());

    public Following {
        followers = List.copyOf(followers);
    }

    /** These and one more. All are told as often as the most eager of them wants. */
    public Following and(Duration often, Supplier<? extends Holdings.Follower> follower) {
        var all = new ArrayList<>(followers);
        all.add(follower);
        boolean sooner = followers.isEmpty() || often.compareTo(interval) < 0;
        return new Following(sooner ? often : interval, foreign, all);
    }
}

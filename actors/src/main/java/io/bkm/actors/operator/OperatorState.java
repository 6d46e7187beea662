package io.bkm.actors.operator;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.discovery.Rejected;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.actors.resources.Resources;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows, for people.
 *
 * @param ready whether a first complete snapshot was expanded; before it nothing is published
 * @param dropped targets that relabeling dropped
 * @param rejected the first of them, sorted as the expansion gives them
 * @param problems the first of what could not be read
 * @param failure why the last expansion gave nothing, "" when it did; what was published before it stays
 * @param shards those asked for, as many as fit into a frame
 * @param next of the shards the first that is not told; -1 when there are no more
 */
public record OperatorState(
        boolean ready,
        Generation generation,
        int endpoints,
        int targets,
        int dropped,
        List<ShardState> shards,
        int rejectedTotal,
        List<Rejected> rejected,
        int problemsTotal,
        List<Resources.Problem> problems,
        String failure,
        int next)
        implements CborSerializable {

    /** How many of {@code rejected} and of {@code problems} are listed: an answer must fit into a frame. */
    static final int LISTED = 200;

    static final int SHARDS = 400;

    public OperatorState {
        shards = List.copyOf(shards);
        rejected = List.copyOf(rejected);
        problems = List.copyOf(problems);
    }

    /** With the shards of both, where {@code later} goes on from this one's end. */
    public OperatorState and(OperatorState later) {
        return new OperatorState(
                ready,
                generation,
                endpoints,
                targets,
                dropped,
                Stream.concat(shards.stream(), later.shards.stream()).toList(),
                rejectedTotal,
                rejected,
                problemsTotal,
                problems,
                failure,
                later.next);
    }

    /**
     * What a shard should have, and what its member last said that it has.
     *
     * @param applied null while no member said anything
     */
    public record ShardState(
            ShardKey shard,
            Generation generation,
            int endpoints,
            int targets,
            @Nullable Ack applied) {}

    /** @param member address of the member that owns the shard */
    public record Ack(Generation generation, int endpoints, int targets, String member, long atMillis) {}
}

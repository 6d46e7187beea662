package io.bkm.actors.endpoints;

import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;

/** What the entities of a shard understand: its endpoints, and the one that looks after its list. */
sealed interface ShardCommand permits EndpointActor.Command, AssignmentActor.Command, ShardCommand.Stop {

    /** The stop message of both entity types: hand-off to another member, or the entity's own wish. Never leaves a member. */
    record Stop() implements ShardCommand {}

    /** Entity id of the one that looks after the list of a shard. */
    static String assignmentId(ShardKey shard) {
        return shard.shardId() + "|" + ASSIGNMENT;
    }

    static String endpointId(ShardKey shard, EndpointId endpoint) {
        return shard.shardId() + "|" + endpoint.value();
    }

    /** What no endpoint is named. */
    String ASSIGNMENT = "$assignment";
}

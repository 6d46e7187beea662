package io.bkm.actors.endpoints;

import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/** An entity id is its shard id, a bar and its name: the shard is never computed twice in two ways. */
final class ShardIds extends ShardingMessageExtractor<ShardingEnvelope<ShardCommand>, ShardCommand> {

    @Override
    public String entityId(ShardingEnvelope<ShardCommand> envelope) {
        return envelope.entityId();
    }

    @Override
    public String shardId(String entityId) {
        return shard(entityId);
    }

    @Override
    public ShardCommand unwrapMessage(ShardingEnvelope<ShardCommand> envelope) {
        return envelope.message();
    }

    static String shard(String entityId) {
        return entityId.substring(0, entityId.indexOf('|'));
    }

    static String name(String entityId) {
        return entityId.substring(entityId.indexOf('|') + 1);
    }
}

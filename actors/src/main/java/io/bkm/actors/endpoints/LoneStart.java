package io.bkm.actors.endpoints;

import io.bkm.actors.placement.AssignmentCodec;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import java.io.IOException;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemonset member that starts and finds no cluster: it scrapes its node from its checkpoint, without entities, until
 * it has joined and they take over. Spread shards wait: somebody else may have them.
 */
final class LoneStart {

    private static final Logger LOG = LoggerFactory.getLogger(LoneStart.class);

    private final Cluster cluster;
    private final EndpointTable table;
    private final Checkpoints checkpoints;

    LoneStart(Cluster cluster, EndpointTable table, Checkpoints checkpoints) {
        this.cluster = cluster;
        this.table = table;
        this.checkpoints = checkpoints;
    }

    /** Reads files: not for an actor's thread. */
    void check() {
        if (cluster.isTerminated() || cluster.selfMember().status().equals(MemberStatus.up())) {
            return;
        }
        for (var role : cluster.selfMember().getRoles()) {
            if (Roles.isNode(role)) {
                start(new ShardKey.Node(Roles.nodeOf(role)));
            }
        }
    }

    private void start(ShardKey shard) {
        var checkpoint = checkpoints.read(shard);
        if (checkpoint == null || !table.ids(shard).isEmpty()) {
            return;
        }
        try {
            var endpoints = AssignmentCodec.decode(checkpoint.bytes());
            LOG.atWarn()
                    .addKeyValue("shard", shard)
                    .addKeyValue("endpoints", endpoints.size())
                    .log("not in a cluster yet: scraping from the checkpoint");
            endpoints.forEach(endpoint -> table.attach(shard, endpoint, null));
        } catch (IOException e) {
            LOG.atError().addKeyValue("shard", shard).setCause(e).log("checkpoint cannot be used");
        }
    }
}

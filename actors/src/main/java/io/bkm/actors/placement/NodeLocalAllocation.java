package io.bkm.actors.placement;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.dispatch.Futures;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * A shard, named as a node, lives on the member with role {@link Roles#node} or waits. Waiting is a failed future: the
 * coordinator asks again, and places the shard once the member is up. A fallback to another member would scrape a
 * node's endpoints from elsewhere and had to be undone.
 */
public final class NodeLocalAllocation extends AbstractShardAllocationStrategy {

    private final Cluster cluster;

    public NodeLocalAllocation(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String node, Map<ActorRef, IndexedSeq<String>> shardsByRegion) {
        return owner(node)
                .flatMap(address -> shardsByRegion.keySet().stream()
                        .filter(region -> addressOf(region).equals(address))
                        .findAny())
                .map(Futures::successful)
                .orElseGet(() -> Futures.failed(new OwnerAbsent(node)));
    }

    /** Moves a shard whose owner is up and does not have it; leaves a shard whose owner is gone where it is. */
    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> shardsByRegion, Set<String> rebalancing) {
        var regions = new HashMap<Address, ActorRef>();
        shardsByRegion.keySet().forEach(region -> regions.put(addressOf(region), region));
        var misplaced = new HashSet<String>();
        shardsByRegion.forEach((region, nodes) -> {
            for (int i = 0; i < nodes.size(); i++) {
                var node = nodes.apply(i);
                boolean elsewhere = owner(node)
                        .filter(regions::containsKey)
                        .filter(address -> !address.equals(addressOf(region)))
                        .isPresent();
                if (elsewhere && !rebalancing.contains(node)) {
                    misplaced.add(node);
                }
            }
        });
        return Futures.successful(misplaced);
    }

    /** Two members of one node, as in a rolling update with a surge: the younger is the one that stays. */
    private Optional<Address> owner(String node) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()) && member.hasRole(Roles.node(node)))
                .reduce((one, other) -> one.isOlderThan(other) ? other : one)
                .map(Member::address);
    }

    private Address addressOf(ActorRef region) {
        var address = region.path().address();
        return address.hasGlobalScope() ? address : cluster.selfAddress();
    }

    /** Not an error: the coordinator logs it and asks again. */
    private static final class OwnerAbsent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private OwnerAbsent(String node) {
            super("no member of node " + node + " is up", null, false, false);
        }
    }
}

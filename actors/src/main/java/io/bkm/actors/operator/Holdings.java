package io.bkm.actors.operator;

import io.bkm.actors.dataids.DataIds;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.placement.AssignedEndpoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who has what at one moment.
 *
 * @param targets all that there are now, whoever has them
 * @param acknowledged endpoints by id, for each shard: what its member last said that it has
 * @param foreign endpoints by id that no member is to have, for each shard that would have them; a sudden loss is believed
 *     at the second look, as for members
 * @param complete whether every shard that should have something has said what it has
 */
public record Holdings(
        List<DiscoveredTarget> targets,
        DataIds dataIds,
        List<Map<String, AssignedEndpoint>> acknowledged,
        List<Map<String, AssignedEndpoint>> foreign,
        boolean complete) {

    public Holdings {
        targets = List.copyOf(targets);
        acknowledged = List.copyOf(acknowledged);
        foreign = List.copyOf(foreign);
    }

    /** What tells others of the cluster's targets. */
    public interface Follower extends AutoCloseable {

        /** Returns at once. Of several states that come faster than they are told, the last one counts. */
        void follow(Holdings holdings);

        @Override
        void close();
    }

    static Holdings of(
            Expansion latest,
            Collection<? extends Map<String, AssignedEndpoint>> acknowledged,
            Collection<? extends Map<String, AssignedEndpoint>> foreign,
            boolean complete) {
        return new Holdings(
                latest.expanded().targets(),
                latest.expanded().dataIds(),
                List.copyOf(acknowledged),
                List.copyOf(foreign),
                complete);
    }
}

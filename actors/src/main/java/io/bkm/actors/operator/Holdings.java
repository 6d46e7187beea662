package io.bkm.actors.operator;

import io.bkm.actors.dataids.DataIds;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.resources.Resources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has what at one moment.
 *
 * @param resources what {@code expanded} was made of
 * @param expanded all that there is now, whoever has it; the same instance while it is the same expansion
 * @param acknowledged endpoints by id, for each shard: what its member last said that it has
 * @param foreign endpoints by id that no member is to have, for each shard that would have them; a sudden loss is believed
 *     at the second look, as for members
 * @param complete whether every shard that should have something has said what it has
 */
public record Holdings(
        Resources resources,
        Expanded expanded,
        List<Map<String, AssignedEndpoint>> acknowledged,
        List<Map<String, AssignedEndpoint>> foreign,
        boolean complete) {

    public Holdings {
        acknowledged = List.copyOf(acknowledged);
        foreign = List.copyOf(foreign);
    }

    /** All that there are now, whoever has them. */
    public List<DiscoveredTarget> targets() {
        return expanded.targets();
    }

    public DataIds dataIds() {
        return expanded.dataIds();
    }

    /** Whether the same have the same targets, whatever else there is in the resources. */
    public boolean holdsTheSame(@Nullable Holdings other) {
        return other != null
                && complete == other.complete
                && targets().equals(other.targets())
                && dataIds().equals(other.dataIds())
                && acknowledged.equals(other.acknowledged)
                && foreign.equals(other.foreign);
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
                latest.resources(), latest.expanded(), List.copyOf(acknowledged), List.copyOf(foreign), complete);
    }
}

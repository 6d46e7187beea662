package io.bkm.actors.operator;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target with where it comes from and where it went, without credentials.
 *
 * @param discovered labels before relabeling
 * @param placement who should scrape it
 * @param shard who does
 * @param dataId null when no DataID matched
 */
public record ExplainedTarget(
        EndpointId endpoint,
        String url,
        Duration interval,
        Duration timeout,
        String pool,
        Labels labels,
        Labels discovered,
        Placement placement,
        ShardKey shard,
        @Nullable Long dataId) {

    /**
     * Some of them, in the order of the expansion.
     *
     * @param version of the expansion; a page of another version does not fit to this one
     * @param next where the next page starts, -1 after the last
     */
    public record Page(long version, List<ExplainedTarget> targets, int next, int total) implements CborSerializable {

        public Page {
            targets = List.copyOf(targets);
        }
    }
}

package io.bkm.actors.discovery;

import io.bkm.actors.dataids.DataIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the resources come to.
 *
 * @param targets sorted by pool, URL and labels. Targets of different monitors stay different ones at one endpoint
 * @param rejected monitors that give nothing, or not all, and manifests that cannot be read; sorted
 * @param dropped number of targets that relabeling or a selector dropped
 * @param problems what else is not scraped and why, a line a pool
 * @param dataIds where samples may go
 * @param pools what became of each endpoint of each monitor, sorted by pool
 */
public record Expanded(
        List<DiscoveredTarget> targets,
        List<Rejected> rejected,
        int dropped,
        List<PoolProblem> problems,
        DataIds dataIds,
        List<Pool> pools) {

    /**
     * An endpoint of a monitor, or a discovery of a scrape config in a Secret, as a scrape pool.
     *
     * @param targets how many it gives
     * @param dropped how many discovered ones relabeling or a selector dropped
     * @param dataId where its samples go; null when no DataID matched
     * @param discovery the key that bkmonitor-operator has for the discovery of a scrape config in a Secret; "" for
     *     monitors, whose keys hang on their selectors
     */
    public record Pool(
            String pool,
            String kind,
            String namespace,
            String name,
            int endpointIndex,
            int targets,
            int dropped,
            @Nullable Long dataId,
            String discovery) {

        public MonitorId id() {
            return new MonitorId(kind, namespace, name);
        }
    }

    /**
     * Targets of a pool that cannot be scraped though their monitor is right.
     *
     * @param count how many
     * @param reason of the first of them: names the label, its value and what was expected
     */
    public record PoolProblem(String pool, int count, String reason) {}

    public Expanded {
        targets = List.copyOf(targets);
        rejected = List.copyOf(rejected);
        problems = List.copyOf(problems);
        pools = List.copyOf(pools);
    }

    public Expanded(List<DiscoveredTarget> targets, List<Rejected> rejected, int dropped) {
        this(targets, rejected, dropped, List.of(), DataIds.NONE, List.of());
    }
}

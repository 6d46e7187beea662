package io.bkm.actors.autoscale;

import io.bkm.actors.cluster.ClusterStatus.SpreadLoad;
import io.bkm.actors.endpoints.ScrapeLoad;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many replicas there should be. Out at once and as far as needed; in by one at a time, once it would have
 * been right for a while, and only when all members are there and have said what they scrape: each step moves shards.
 */
final class Scaling {

    private final AutoscaleSettings settings;

    /** Since when fewer would do, Unix milliseconds; null when they would not. */
    private @Nullable Long roomSince;

    Scaling(AutoscaleSettings settings) {
        this.settings = settings;
    }

    /**
     * @param replicas that the StatefulSet is asked for now
     * @return {@code replicas} when they are right
     */
    int decide(SpreadLoad seen, int replicas, long nowMillis) {
        int bounded = Math.clamp(replicas, settings.minReplicas(), settings.maxReplicas());
        if (bounded != replicas) {
            roomSince = null;
            return bounded;
        }
        var load = seen.load().extrapolated();
        int needed = needed(load, 1);
        if (needed > replicas) {
            roomSince = null;
            return needed;
        }
        boolean known = load.measured() > 0 || load.targets() == 0;
        boolean settled = known && seen.complete() && seen.members() == replicas;
        if (!settled || needed(load, 1 + settings.tolerance()) >= replicas) {
            roomSince = null;
            return replicas;
        }
        if (roomSince == null) {
            roomSince = nowMillis;
        }
        if (nowMillis - roomSince < settings.scaleInDelay().toMillis()) {
            return replicas;
        }
        roomSince = null;
        return replicas - 1;
    }

    /** Within the bounds. */
    private int needed(ScrapeLoad load, double margin) {
        double bySamples = load.samplesPerSecond() * margin / settings.samplesPerSecond();
        double byBytes = load.bytesPerSecond() * margin / settings.bytesPerSecond();
        double byTargets = settings.targetsPerMember() == 0 ? 0 : load.targets() * margin / settings.targetsPerMember();
        double members = Math.ceil(Math.max(byTargets, Math.max(bySamples, byBytes)));
        return (int) Math.clamp(members, settings.minReplicas(), settings.maxReplicas());
    }
}

package io.bkm.actors.endpoints;

import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A target as its owner sees it.
 *
 * @param dataId null when no DataID matched
 * @param lastScrapeMillis when the last scrape that ended was due, Unix milliseconds; 0 before the first
 * @param took zero before the first
 * @param scraped samples in the body, before metric relabeling, of the last scrape; 0 when it failed
 * @param samples after metric relabeling, of the last scrape; 0 when it failed
 * @param error why the last scrape failed, "" when it did not
 * @param scrapes that ended here, of its endpoint
 * @param missed that were due here and not made, of its endpoint
 */
public record TargetStatus(
        ShardKey shard,
        EndpointId endpoint,
        String url,
        Duration interval,
        Duration timeout,
        String pool,
        Labels labels,
        @Nullable Long dataId,
        Health health,
        long lastScrapeMillis,
        Duration took,
        int scraped,
        int samples,
        String error,
        long scrapes,
        long missed) {

    /** About how many characters it is in a message. */
    int size() {
        int size = 300 + url.length() + pool.length() + error.length();
        for (int i = 0; i < labels.size(); i++) {
            size += labels.name(i).length() + labels.value(i).length();
        }
        return size;
    }
}

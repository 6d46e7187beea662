package io.bkm.streams.scrape;

import io.bkm.streams.targets.EndpointId;
import java.time.Duration;

/**
 * When an endpoint is scraped: once an interval, at instants of Unix time that depend on nothing but its id and its
 * interval. Every member knows the same instants, so an endpoint that moves keeps its place in the interval.
 */
public final class ScrapeGrid {

    private ScrapeGrid() {}

    /** Where in its interval the endpoint falls: milliseconds, {@code 0 <= phase < interval}; FNV-1a of its id. */
    public static long phaseMillis(EndpointId id, Duration interval) {
        long hash = 0xcbf29ce484222325L;
        var text = id.value();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return Long.remainderUnsigned(hash, interval.toMillis());
    }

    /** The last instant at or before {@code atMillis}, Unix milliseconds. */
    public static long latest(EndpointId id, Duration interval, long atMillis) {
        return atMillis - Math.floorMod(atMillis - phaseMillis(id, interval), interval.toMillis());
    }

    /** The first instant after {@code atMillis}, Unix milliseconds. */
    public static long next(EndpointId id, Duration interval, long atMillis) {
        return latest(id, interval, atMillis) + interval.toMillis();
    }
}

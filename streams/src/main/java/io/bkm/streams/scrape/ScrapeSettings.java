package io.bkm.streams.scrape;

import com.typesafe.config.Config;
import java.time.Duration;

/** The {@code bkm.scrape} section. What each key means, and its default: see reference.conf. */
public record ScrapeSettings(int maxInFlight, int maxWaiting, long maxBodySize, Duration wheelTick) {

    public ScrapeSettings {
        requirePositive("max-in-flight", maxInFlight);
        requirePositive("max-waiting", maxWaiting);
        requirePositive("max-body-size", maxBodySize);
        requirePositive("wheel-tick", wheelTick.toMillis());
    }

    /** Reads them from the whole configuration. */
    public static ScrapeSettings from(Config config) {
        var scrape = config.getConfig("bkm.scrape");
        return new ScrapeSettings(
                scrape.getInt("max-in-flight"),
                scrape.getInt("max-waiting"),
                scrape.getBytes("max-body-size"),
                scrape.getDuration("wheel-tick"));
    }

    private static void requirePositive(String key, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("bkm.scrape.%s: %d (expected: > 0)".formatted(key, value));
        }
    }
}

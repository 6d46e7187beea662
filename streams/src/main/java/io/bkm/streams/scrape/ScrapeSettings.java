package io.bkm.streams.scrape;

import com.typesafe.config.Config;
import io.bkm.streams.memory.Heap;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/** The {@code bkm.scrape} section. What each key means, and its default: see reference.conf. */
public record ScrapeSettings(int maxInFlight, int maxWaiting, long maxBodySize, Duration wheelTick) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.scrape");

    public ScrapeSettings {
        requirePositive("max-in-flight", maxInFlight);
        requirePositive("max-waiting", maxWaiting);
        requirePositive("max-body-size", maxBodySize);
        requirePositive("wheel-tick", wheelTick.toMillis());
    }

    private static final long HEAP_PER_WORKING_SCRAPE = 8 << 20;
    private static final int LEAST_IN_FLIGHT = 4;
    private static final int MOST_IN_FLIGHT = 256;

    /** Reads them from the whole configuration, for this JVM's heap. */
    public static ScrapeSettings from(Config config) {
        return from(config, Heap.ofThisJvm());
    }

    public static ScrapeSettings from(Config config, Heap heap) {
        var scrape = config.getConfig("bkm.scrape");
        return new ScrapeSettings(
                maxInFlight(scrape, heap),
                scrape.getInt("max-waiting"),
                scrape.getBytes("max-body-size"),
                scrape.getDuration("wheel-tick"));
    }

    private static int maxInFlight(Config scrape, Heap heap) {
        if (scrape.getString("max-in-flight").equals("auto")) {
            return Math.clamp(heap.maxBytes() / HEAP_PER_WORKING_SCRAPE, LEAST_IN_FLIGHT, MOST_IN_FLIGHT);
        }
        return scrape.getInt("max-in-flight");
    }

    private static void requirePositive(String key, long value) {
        SECTION.expect(value > 0, key, value, "> 0");
    }
}

package io.bkm.streams.scrape;

import com.typesafe.config.Config;

/** The {@code bkm.extra-fetch} section. What each key means, and its default: see reference.conf. */
public record ExtraFetchSettings(long maxBodySize, int maxAtOnce) {

    public ExtraFetchSettings {
        expect(maxBodySize > 0, "max-body-size", maxBodySize);
        expect(maxAtOnce > 0, "max-at-once", maxAtOnce);
    }

    /** Reads them from the whole configuration. */
    public static ExtraFetchSettings from(Config root) {
        var config = root.getConfig("bkm.extra-fetch");
        return new ExtraFetchSettings(config.getBytes("max-body-size"), config.getInt("max-at-once"));
    }

    private static void expect(boolean holds, String key, long value) {
        if (!holds) {
            throw new IllegalArgumentException("bkm.extra-fetch." + key + ": " + value + " (expected: > 0)");
        }
    }
}

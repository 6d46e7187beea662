package io.bkm.streams.scrape;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;

/** The {@code bkm.extra-fetch} section. What each key means, and its default: see reference.conf. */
public record ExtraFetchSettings(long maxBodySize, int maxAtOnce) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.extra-fetch");

    public ExtraFetchSettings {
        SECTION.expect(maxBodySize > 0, "max-body-size", maxBodySize, "> 0");
        SECTION.expect(maxAtOnce > 0, "max-at-once", maxAtOnce, "> 0");
    }

    /** Reads them from the whole configuration. */
    public static ExtraFetchSettings from(Config root) {
        var config = root.getConfig("bkm.extra-fetch");
        return new ExtraFetchSettings(config.getBytes("max-body-size"), config.getInt("max-at-once"));
    }
}

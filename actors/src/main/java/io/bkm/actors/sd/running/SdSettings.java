package io.bkm.actors.sd.running;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/** The {@code bkm.discovery} section. What each key means, and its default: see reference.conf. */
public record SdSettings(Duration timeout, Duration firstWait, Duration fileInterval, int maxAnswerSize) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.discovery");

    public SdSettings {
        SECTION.positive("timeout", timeout);
        SECTION.positive("file-interval", fileInterval);
        SECTION.notNegative("first-wait", firstWait);
        SECTION.expect(maxAnswerSize > 0, "max-answer-size", maxAnswerSize, "> 0");
    }

    /** The time for one question, where it must take no longer than that: until the next one, say. */
    Duration timeoutWithin(Duration most) {
        return most.compareTo(timeout) < 0 ? most : timeout;
    }

    /** Reads them from the whole configuration. */
    public static SdSettings from(Config config) {
        var discovery = config.getConfig("bkm.discovery");
        return new SdSettings(
                discovery.getDuration("timeout"),
                discovery.getDuration("first-wait"),
                discovery.getDuration("file-interval"),
                Math.toIntExact(discovery.getBytes("max-answer-size")));
    }
}

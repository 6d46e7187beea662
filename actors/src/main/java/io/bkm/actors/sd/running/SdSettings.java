package io.bkm.actors.sd.running;

import com.typesafe.config.Config;
import java.time.Duration;

/** The {@code bkm.discovery} section. What each key means, and its default: see reference.conf. */
public record SdSettings(Duration timeout, Duration firstWait, Duration fileInterval, int maxAnswerSize) {

    public SdSettings {
        requirePositive("timeout", timeout);
        requirePositive("file-interval", fileInterval);
        if (firstWait.isNegative()) {
            throw new IllegalArgumentException("bkm.discovery.first-wait: " + firstWait + " (expected: >= 0)");
        }
        if (maxAnswerSize < 1) {
            throw new IllegalArgumentException("bkm.discovery.max-answer-size: " + maxAnswerSize + " (expected: > 0)");
        }
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

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("bkm.discovery.%s: %s (expected: > 0)".formatted(key, value));
        }
    }
}

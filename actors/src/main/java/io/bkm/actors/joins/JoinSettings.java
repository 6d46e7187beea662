package io.bkm.actors.joins;

import com.typesafe.config.Config;
import java.time.Duration;

/** The {@code bkm.joins} section. What each key means, and its default: see reference.conf. */
public record JoinSettings(
        Duration pollInterval,
        Duration requestTimeout,
        Duration hold,
        Duration checkpointWait,
        Duration checkpointInterval,
        Duration forgetAfter,
        int maxPods) {

    public JoinSettings {
        positive("poll-interval", pollInterval);
        positive("request-timeout", requestTimeout);
        positive("checkpoint-wait", checkpointWait);
        positive("checkpoint-interval", checkpointInterval);
        positive("forget-after", forgetAfter);
        expect(hold.compareTo(checkpointWait) >= 0, "hold", hold, ">= checkpoint-wait, " + checkpointWait);
        expect(maxPods > 0, "max-pods", maxPods, "> 0");
    }

    /** Reads them from the whole configuration. */
    public static JoinSettings from(Config root) {
        var config = root.getConfig("bkm.joins");
        return new JoinSettings(
                config.getDuration("poll-interval"),
                config.getDuration("request-timeout"),
                config.getDuration("hold"),
                config.getDuration("checkpoint-wait"),
                config.getDuration("checkpoint-interval"),
                config.getDuration("forget-after"),
                config.getInt("max-pods"));
    }

    private static void positive(String key, Duration value) {
        expect(value.isPositive(), key, value, "> 0");
    }

    private static void expect(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("bkm.joins." + key + ": " + value + " (expected: " + expected + ")");
        }
    }
}

package io.bkm.actors.endpoints;

import com.typesafe.config.Config;
import java.time.Duration;

/** The {@code bkm.endpoints} section. What each key means, and its default: see reference.conf. */
public record EndpointSettings(
        Duration pollInterval,
        Duration requestTimeout,
        Duration wakeInterval,
        Duration beginDelay,
        int beginsPerSecond,
        Duration checkpointWait,
        Duration aloneAfter,
        String stateDir,
        String keyFile) {

    public EndpointSettings {
        positive("poll-interval", pollInterval);
        positive("request-timeout", requestTimeout);
        positive("wake-interval", wakeInterval);
        positive("checkpoint-wait", checkpointWait);
        positive("alone-after", aloneAfter);
        expect(!beginDelay.isNegative(), "begin-delay", beginDelay, ">= 0");
        expect(beginsPerSecond >= 10, "begins-per-second", beginsPerSecond, ">= 10");
    }

    public static EndpointSettings from(Config root) {
        var config = root.getConfig("bkm.endpoints");
        return new EndpointSettings(
                config.getDuration("poll-interval"),
                config.getDuration("request-timeout"),
                config.getDuration("wake-interval"),
                config.getDuration("begin-delay"),
                config.getInt("begins-per-second"),
                config.getDuration("checkpoint-wait"),
                config.getDuration("alone-after"),
                config.getString("state-dir"),
                config.getString("key-file"));
    }

    private static void positive(String key, Duration value) {
        expect(value.isPositive(), key, value, "> 0");
    }

    private static void expect(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("bkm.endpoints." + key + ": " + value + " (expected: " + expected + ")");
        }
    }
}

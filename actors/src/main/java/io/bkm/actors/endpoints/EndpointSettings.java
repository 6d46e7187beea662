package io.bkm.actors.endpoints;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
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

    private static final SettingsSection SECTION = new SettingsSection("bkm.endpoints");

    public EndpointSettings {
        SECTION.positive("poll-interval", pollInterval);
        SECTION.positive("request-timeout", requestTimeout);
        SECTION.positive("wake-interval", wakeInterval);
        SECTION.positive("checkpoint-wait", checkpointWait);
        SECTION.positive("alone-after", aloneAfter);
        SECTION.notNegative("begin-delay", beginDelay);
        SECTION.expect(beginsPerSecond >= 10, "begins-per-second", beginsPerSecond, ">= 10");
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
}

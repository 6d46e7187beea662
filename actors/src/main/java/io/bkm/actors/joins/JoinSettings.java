package io.bkm.actors.joins;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
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

    private static final SettingsSection SECTION = new SettingsSection("bkm.joins");

    public JoinSettings {
        SECTION.positive("poll-interval", pollInterval);
        SECTION.positive("request-timeout", requestTimeout);
        SECTION.positive("checkpoint-wait", checkpointWait);
        SECTION.positive("checkpoint-interval", checkpointInterval);
        SECTION.positive("forget-after", forgetAfter);
        SECTION.expect(hold.compareTo(checkpointWait) >= 0, "hold", hold, ">= checkpoint-wait, " + checkpointWait);
        SECTION.expect(maxPods > 0, "max-pods", maxPods, "> 0");
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
}

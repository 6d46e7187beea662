package io.bkm.actors.lease;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/** The {@code bkm.lease} section. What each key means, and its default: see reference.conf. */
public record LeaseSettings(String name, String namespace, Duration duration, Duration renewInterval) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.lease");

    public LeaseSettings {
        SECTION.expect(!name.isEmpty(), "name", "\"\"", "the name of a Lease");
        SECTION.expect(
                duration.toSeconds() >= 1 && duration.equals(Duration.ofSeconds(duration.toSeconds())),
                "duration",
                duration,
                "whole seconds, >= 1 s");
        SECTION.expect(
                renewInterval.isPositive() && renewInterval.multipliedBy(3).compareTo(duration) <= 0,
                "renew-interval",
                renewInterval,
                "> 0 and at most a third of duration, " + duration);
    }

    public static LeaseSettings from(Config root) {
        var config = root.getConfig("bkm.lease");
        return new LeaseSettings(
                config.getString("name"),
                config.getString("namespace"),
                config.getDuration("duration"),
                config.getDuration("renew-interval"));
    }

    /**
     * How long the holder believes in its Lease after it last renewed it: shorter than others wait, so that it has
     * stopped before one of them begins.
     */
    Duration trust() {
        return duration.multipliedBy(3).dividedBy(4);
    }
}

package io.bkm.actors.status;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/** The {@code bkm.status} section. What each key means, and its default: see reference.conf. */
public record StatusSettings(
        Mode mode,
        String name,
        String namespace,
        Duration interval,
        Duration numberFirst,
        Duration numberInterval,
        Duration resync,
        double requestsPerSecond,
        int burst) {

    /** Whether anything is written. */
    public enum Mode {
        OFF,
        ON
    }

    private static final SettingsSection SECTION = new SettingsSection("bkm.status");

    public StatusSettings {
        SECTION.expect(!name.isBlank(), "name", "\"\"", "the name that bindings are written under");
        SECTION.expect(interval.toMillis() >= 100, "interval", interval, ">= 100 ms");
        SECTION.expect(numberFirst.compareTo(interval) >= 0, "number-first", numberFirst, ">= interval, " + interval);
        SECTION.expect(
                numberInterval.compareTo(numberFirst) >= 0,
                "number-interval",
                numberInterval,
                ">= number-first, " + numberFirst);
        SECTION.expect(resync.compareTo(interval) >= 0, "resync", resync, ">= interval, " + interval);
        SECTION.expect(requestsPerSecond > 0, "requests-per-second", requestsPerSecond, "> 0");
        SECTION.expect(burst >= 1, "burst", burst, ">= 1");
    }

    /** Reads them from the whole configuration. */
    public static StatusSettings from(Config root) {
        var config = root.getConfig("bkm.status");
        return new StatusSettings(
                mode(config.getString("mode")),
                config.getString("name"),
                config.getString("namespace"),
                config.getDuration("interval"),
                config.getDuration("number-first"),
                config.getDuration("number-interval"),
                config.getDuration("resync"),
                config.getDouble("requests-per-second"),
                config.getInt("burst"));
    }

    private static Mode mode(String name) {
        return switch (name) {
            case "off" -> Mode.OFF;
            case "on" -> Mode.ON;
            default -> throw SECTION.wrong("mode", "\"" + name + "\"", "off or on");
        };
    }
}

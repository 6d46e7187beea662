package io.bkm.actors.operator;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;
import java.util.Locale;

/** The {@code bkm.placement} section. What each key means, and its default: see reference.conf. */
public record PlacementSettings(AbsentNode absentNode, Duration absentGrace) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.placement");

    /** What becomes of the endpoints of a node that has no member. */
    public enum AbsentNode {
        WAIT,
        SPREAD
    }

    public PlacementSettings {
        SECTION.notNegative("absent-grace", absentGrace);
    }

    public static PlacementSettings from(Config root) {
        var config = root.getConfig("bkm.placement");
        return new PlacementSettings(absentNode(config.getString("absent-node")), config.getDuration("absent-grace"));
    }

    private static AbsentNode absentNode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "wait" -> AbsentNode.WAIT;
            case "spread" -> AbsentNode.SPREAD;
            default -> throw SECTION.wrong("absent-node", "\"" + text + "\"", "wait or spread");
        };
    }
}

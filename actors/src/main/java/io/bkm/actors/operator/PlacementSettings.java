package io.bkm.actors.operator;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Locale;

/** The {@code bkm.placement} section. What each key means, and its default: see reference.conf. */
public record PlacementSettings(AbsentNode absentNode, Duration absentGrace) {

    /** What becomes of the endpoints of a node that has no member. */
    public enum AbsentNode {
        WAIT,
        SPREAD
    }

    public PlacementSettings {
        if (absentGrace.isNegative()) {
            throw new IllegalArgumentException("bkm.placement.absent-grace: " + absentGrace + " (expected: >= 0)");
        }
    }

    public static PlacementSettings from(Config root) {
        var config = root.getConfig("bkm.placement");
        return new PlacementSettings(absentNode(config.getString("absent-node")), config.getDuration("absent-grace"));
    }

    private static AbsentNode absentNode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "wait" -> AbsentNode.WAIT;
            case "spread" -> AbsentNode.SPREAD;
            default ->
                throw new IllegalArgumentException(
                        "bkm.placement.absent-node: \"" + text + "\" (expected: wait or spread)");
        };
    }
}

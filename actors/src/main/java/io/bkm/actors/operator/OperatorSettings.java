package io.bkm.actors.operator;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/** The {@code bkm.operator} section. What each key means, and its default: see reference.conf. */
public record OperatorSettings(
        Lease lease,
        String stateDir,
        int chunkSize,
        Duration moveDelay,
        double shrinkShare,
        int shrinkTargets,
        Duration shrinkDelay,
        double restFactor) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.operator");

    /** What keeps two operators from running at once, beyond the cluster's own decision. */
    public enum Lease {
        NONE,
        KUBERNETES
    }

    public OperatorSettings {
        SECTION.expect(chunkSize >= 1024 && chunkSize <= 256 * 1024, "chunk-size", chunkSize, "1 KiB to 256 KiB");
        SECTION.notNegative("move-delay", moveDelay);
        SECTION.expect(shrinkShare > 0 && shrinkShare <= 1, "shrink-share", shrinkShare, "> 0 and <= 1");
        SECTION.expect(shrinkTargets >= 0, "shrink-targets", shrinkTargets, ">= 0");
        SECTION.notNegative("shrink-delay", shrinkDelay);
        SECTION.expect(restFactor >= 0 && restFactor <= 100, "rest-factor", restFactor, "0 to 100");
    }

    public static OperatorSettings from(Config root) {
        var config = root.getConfig("bkm.operator");
        return new OperatorSettings(
                lease(config.getString("lease")),
                config.getString("state-dir"),
                Math.toIntExact(config.getBytes("chunk-size")),
                config.getDuration("move-delay"),
                config.getDouble("shrink-share"),
                config.getInt("shrink-targets"),
                config.getDuration("shrink-delay"),
                config.getDouble("rest-factor"));
    }

    private static Lease lease(String name) {
        return switch (name) {
            case "none" -> Lease.NONE;
            case "kubernetes" -> Lease.KUBERNETES;
            default -> throw SECTION.wrong("lease", "\"" + name + "\"", "none or kubernetes");
        };
    }
}

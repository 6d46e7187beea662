package io.bkm.actors.resources;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/**
 * The {@code bkm.manifests} section. What each key means, and its default: see reference.conf.
 *
 * @param folder "" where no manifests are read
 * @param maxFileSize in bytes
 * @param maxTotalSize in bytes
 */
public record ManifestSettings(
        String folder, Duration settle, Duration rescanInterval, int maxFileSize, long maxTotalSize) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.manifests");

    private static final Duration SHORTEST_RESCAN = Duration.ofMillis(100);

    public ManifestSettings {
        SECTION.expect(!settle.isNegative() && settle.toSeconds() < 60, "settle", settle, "0 to 60 s");
        SECTION.expect(
                rescanInterval.compareTo(SHORTEST_RESCAN) >= 0,
                "rescan-interval",
                rescanInterval,
                ">= " + SHORTEST_RESCAN);
        SECTION.expect(maxFileSize > 0, "max-file-size", maxFileSize, "> 0");
        SECTION.expect(maxTotalSize >= maxFileSize, "max-total-size", maxTotalSize, ">= max-file-size, " + maxFileSize);
    }

    /**
     * @param root the whole configuration
     */
    public static ManifestSettings from(Config root) {
        Config manifests = root.getConfig("bkm.manifests");
        return new ManifestSettings(
                manifests.getString("folder"),
                manifests.getDuration("settle"),
                manifests.getDuration("rescan-interval"),
                Math.toIntExact(manifests.getBytes("max-file-size")),
                manifests.getBytes("max-total-size"));
    }
}

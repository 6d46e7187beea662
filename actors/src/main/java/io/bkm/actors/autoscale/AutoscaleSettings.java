package io.bkm.actors.autoscale;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/**
 * The {@code bkm.autoscale} section. What each key means, and its default: see reference.conf.
 *
 * @param namespace "" for that of the service account or the kubeconfig
 * @param targetsPerMember 0: the number of targets does not count
 */
public record AutoscaleSettings(
        boolean enabled,
        String namespace,
        String statefulset,
        int minReplicas,
        int maxReplicas,
        double samplesPerSecond,
        double bytesPerSecond,
        int targetsPerMember,
        double tolerance,
        Duration interval,
        Duration scaleInDelay) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.autoscale");

    public AutoscaleSettings {
        SECTION.expect(
                !enabled || !statefulset.isBlank(), "statefulset", "\"\"", "the name of a StatefulSet, where enabled");
        SECTION.expect(minReplicas >= 1, "min-replicas", minReplicas, ">= 1");
        SECTION.expect(maxReplicas >= minReplicas, "max-replicas", maxReplicas, ">= min-replicas, " + minReplicas);
        SECTION.expect(samplesPerSecond > 0, "samples-per-second", samplesPerSecond, "> 0");
        SECTION.expect(bytesPerSecond > 0, "bytes-per-second", bytesPerSecond, "> 0");
        SECTION.expect(targetsPerMember >= 0, "targets-per-member", targetsPerMember, ">= 0");
        SECTION.expect(tolerance >= 0 && tolerance < 1, "tolerance", tolerance, "0 to below 1");
        SECTION.expect(interval.toMillis() >= 1000, "interval", interval, ">= 1 s");
        SECTION.notNegative("scale-in-delay", scaleInDelay);
    }

    public static AutoscaleSettings from(Config root) {
        var config = root.getConfig("bkm.autoscale");
        return new AutoscaleSettings(
                config.getBoolean("enabled"),
                config.getString("namespace"),
                config.getString("statefulset"),
                config.getInt("min-replicas"),
                config.getInt("max-replicas"),
                config.getDouble("samples-per-second"),
                config.getBytes("bytes-per-second"),
                config.getInt("targets-per-member"),
                config.getDouble("tolerance"),
                config.getDuration("interval"),
                config.getDuration("scale-in-delay"));
    }
}

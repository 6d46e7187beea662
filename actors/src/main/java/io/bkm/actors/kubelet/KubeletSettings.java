package io.bkm.actors.kubelet;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;

/** The {@code bkm.kubelet} section. What each key means, and its default: see reference.conf. */
public record KubeletSettings(
        boolean enabled,
        String namespace,
        String name,
        Kind kind,
        int maxEndpointsPerSlice,
        double rebalanceThreshold,
        Duration interval,
        Duration resync) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.kubelet");

    /** What the addresses are written as. */
    public enum Kind {
        SLICES,
        ENDPOINTS
    }

    public KubeletSettings {
        SECTION.expect(!enabled || !namespace.isBlank(), "namespace", "\"\"", "a namespace, where enabled");
        SECTION.expect(!enabled || !name.isBlank(), "name", "\"\"", "the name of a Service, where enabled");
        SECTION.expect(
                maxEndpointsPerSlice >= 1 && maxEndpointsPerSlice <= 1000,
                "max-endpoints-per-slice",
                maxEndpointsPerSlice,
                "1 to 1000");
        SECTION.expect(
                rebalanceThreshold >= 0 && rebalanceThreshold <= 1,
                "rebalance-threshold",
                rebalanceThreshold,
                "0 to 1");
        SECTION.expect(interval.toMillis() >= 100, "interval", interval, ">= 100 ms");
        SECTION.expect(resync.compareTo(interval) >= 0, "resync", resync, ">= interval, " + interval);
    }

    public static KubeletSettings from(Config root) {
        var config = root.getConfig("bkm.kubelet");
        return new KubeletSettings(
                config.getBoolean("enabled"),
                config.getString("namespace"),
                config.getString("name"),
                kind(config.getString("kind")),
                config.getInt("max-endpoints-per-slice"),
                config.getDouble("rebalance-threshold"),
                config.getDuration("interval"),
                config.getDuration("resync"));
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "slices" -> Kind.SLICES;
            case "endpoints" -> Kind.ENDPOINTS;
            default -> throw SECTION.wrong("kind", "\"" + name + "\"", "slices or endpoints");
        };
    }
}

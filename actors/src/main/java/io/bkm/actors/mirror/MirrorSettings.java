package io.bkm.actors.mirror;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The {@code bkm.mirror} section. What each key means, and its default: see reference.conf. */
public record MirrorSettings(
        MirrorMode mode,
        String namespace,
        Duration interval,
        Duration settle,
        Duration resync,
        int secretSize,
        String relabelUrl,
        boolean daemonsetWorkers,
        String statefulset,
        Dispatch dispatch,
        List<String> foreignNodes,
        boolean foreignSpread,
        Events events,
        Timesync timesync) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.mirror");

    /** How tasks without a node are shared among the statefulset workers. */
    public enum Dispatch {
        HASH,
        ROUNDROBIN
    }

    /** The {@code bkm.mirror.events} section. */
    public record Events(String interval, List<String> tailFiles) {

        public Events {
            tailFiles = List.copyOf(tailFiles);
        }
    }

    /** The {@code bkm.mirror.timesync} section. */
    public record Timesync(boolean enabled, String ntpdPath, String chronyAddress, String queryTimeout) {}

    public MirrorSettings {
        SECTION.expect(
                mode == MirrorMode.OFF || !namespace.isEmpty(), "namespace", "\"\"", "a namespace, unless mode is off");
        SECTION.positive("interval", interval);
        SECTION.notNegative("settle", settle);
        SECTION.positive("resync", resync);
        SECTION.expect(
                secretSize >= 64 * 1024 && secretSize <= 1024 * 1024, "secret-size", secretSize, "64 KiB to 1 MiB");
        SECTION.expect(!relabelUrl.endsWith("/"), "relabel-url", relabelUrl, "no slash at its end");
        foreignNodes = List.copyOf(foreignNodes);
    }

    /** Reads them from the whole configuration. */
    public static MirrorSettings from(Config root) {
        var config = root.getConfig("bkm.mirror");
        var events = config.getConfig("events");
        var timesync = config.getConfig("timesync");
        return new MirrorSettings(
                oneOf(MirrorMode.class, config, "mode"),
                config.getString("namespace"),
                config.getDuration("interval"),
                config.getDuration("settle"),
                config.getDuration("resync"),
                Math.toIntExact(config.getBytes("secret-size")),
                config.getString("relabel-url"),
                config.getBoolean("daemonset-workers"),
                config.getString("statefulset"),
                oneOf(Dispatch.class, config, "dispatch"),
                config.getStringList("foreign-nodes"),
                config.getBoolean("foreign-spread"),
                new Events(events.getString("interval"), events.getStringList("tail-files")),
                new Timesync(
                        timesync.getBoolean("enabled"),
                        timesync.getString("ntpd-path"),
                        timesync.getString("chrony-address"),
                        timesync.getString("query-timeout")));
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, Config config, String key) {
        var text = config.getString(key);
        for (var value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        var known = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw SECTION.wrong(key, "\"" + text + "\"", "one of " + known);
    }
}

package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.streams.settings.SettingsSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The {@code bkm.tls} section. What each key means, and its default: see reference.conf. */
record TlsSettings(boolean enabled, String directory) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.tls");

    TlsSettings {
        if (enabled) {
            for (var file : List.of("ca.crt", "tls.crt", "tls.key")) {
                SECTION.expect(
                        Files.isReadable(Path.of(directory, file)),
                        "directory",
                        directory,
                        "a folder with a readable " + file);
            }
        }
    }

    static TlsSettings from(Config root) {
        var config = root.getConfig("bkm.tls");
        return new TlsSettings(config.getBoolean("enabled"), config.getString("directory"));
    }

    /** Pekko's settings that make it so: mutual TLS 1.3, certificates that may change while the member runs. */
    Config config() {
        if (!enabled) {
            return ConfigFactory.empty();
        }
        return ConfigFactory.parseMap(Map.of(
                "pekko.remote.artery.transport",
                "tls-tcp",
                "pekko.remote.artery.ssl.ssl-engine-provider",
                "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
                "pekko.remote.artery.ssl.rotating-keys-engine",
                Map.of("secret-mount-point", directory, "protocol", "TLSv1.3", "ssl-context-cache-ttl", "5m")));
    }
}

package io.bkm.actors.resources;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** Folders of manifests for tests. */
final class TestManifests {

    private static final int FIRST_SECOND = 1_000_000;

    private final Path root;
    private int writes;

    TestManifests(Path root) {
        this.root = root;
    }

    /** Writes a file; each write has its own time, as if hours lay between them. */
    TestManifests write(String name, String text) {
        try {
            var file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.fromMillis((FIRST_SECOND + 3600L * ++writes) * 1000));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Resources read() {
        return ManifestReader.read(List.of(root), settings(root));
    }

    static ManifestSettings settings(Path folder) {
        return settings(folder, "");
    }

    /** The defaults but for the folder and what is given in HOCON. */
    static ManifestSettings settings(Path folder, String hocon) {
        var changes = ConfigFactory.parseString("folder = \"" + folder + "\"\n" + hocon)
                .atPath("bkm.manifests");
        return ManifestSettings.from(changes.withFallback(ConfigFactory.defaultReference()));
    }

    static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                status: {podIP: 10.0.0.1}
                """.formatted(name);
    }

    static String podMonitor(String name, String interval) {
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: %s, namespace: shop}
                spec: {selector: {}, podMetricsEndpoints: [{port: http, interval: %s}]}
                """.formatted(name, interval);
    }
}

package io.bkm.actors.discovery;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.resources.ManifestReader;
import io.bkm.actors.resources.ManifestSettings;
import io.bkm.actors.resources.Resources;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders of manifests among the test resources. */
final class Manifests {

    private static final ManifestSettings SETTINGS = ManifestSettings.from(ConfigFactory.defaultReference());

    private Manifests() {}

    static Resources read(Path folder) {
        return UnappliedPods.withUids(ManifestReader.read(List.of(folder), SETTINGS));
    }

    /** @param path within the test resources, with a slash before it */
    static Path resource(String path) {
        try {
            return Path.of(Objects.requireNonNull(Manifests.class.getResource(path), path)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the folders in a folder, sorted. */
    static List<String> foldersIn(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}

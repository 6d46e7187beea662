package io.bkm.actors.resources;

import static io.bkm.actors.resources.TestManifests.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bkm.actors.resources.Resources.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of which folders are read. */
class ManifestReaderFoldersTest {

    @TempDir
    Path root;

    @Test
    void boundsFilesAndFolders() {
        manifests()
                .write("a.yaml", pod("a"))
                .write("b.yaml", pod("b") + "#".repeat(500))
                .write("c.yaml", pod("c"));

        var small = ManifestReader.read(List.of(root), TestManifests.settings(root, "max-file-size = 200"));
        var few = ManifestReader.read(
                List.of(root), TestManifests.settings(root, "max-file-size = 600, max-total-size = 600"));

        assertThat(names(small.pods())).containsExactly("default/a", "default/c");
        assertThat(small.problems()).extracting(Problem::where).containsExactly("b.yaml");
        assertThat(names(few.pods())).containsExactly("default/a");
        assertThat(few.problems()).extracting(Problem::where).containsExactly("b.yaml", "c.yaml");
    }

    @Test
    void readsSeveralFoldersAndFiles() throws IOException {
        manifests().write("one/a.yaml", pod("a")).write("two/a.yaml", pod("b")).write("two/b.yaml", pod("c"));

        var read = ManifestReader.read(
                List.of(root.resolve("one"), root.resolve("two/b.yaml"), root.resolve("absent")),
                TestManifests.settings(root));

        assertThat(names(read.pods())).containsExactly("default/a", "default/c");
        assertThat(read.problems())
                .extracting(Problem::where, Problem::reason)
                .containsExactly(
                        tuple(root.resolve("absent").toString(), "absent (expected: a folder or file of manifests)"));
    }

    @Test
    void followsLinksButNotInCircles() throws IOException {
        manifests().write("..2026/a.yaml", pod("a"));
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("..data/a.yaml"));
        Files.createSymbolicLink(root.resolve("self"), Path.of("."));
        Files.createSymbolicLink(root.resolve("gone.yaml"), Path.of("nowhere"));

        var read = manifests().read();

        assertThat(names(read.pods())).containsExactly("default/a");
        assertThat(read.problems()).extracting(Problem::where).containsExactly("self");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed-001", "seed-006", "seed-010"})
    void readsTheFoldersOfTheOracleWithoutProblems(String seed) throws URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(ManifestReaderFoldersTest.class.getResource("/oracle/" + seed))
                .toURI());

        var read = ManifestReader.read(List.of(folder), TestManifests.settings(folder));

        assertThat(read.problems()).isEmpty();
        assertThat(read.pods()).isNotEmpty().doesNotContainNull();
        assertThat(read.serviceMonitors()).isNotEmpty();
    }

    private TestManifests manifests() {
        return new TestManifests(root);
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream()
                .map(object -> object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName())
                .toList();
    }
}

package io.bkm.actors.resources;

import static io.bkm.actors.resources.TestManifests.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real watch of the file system; the rules are tested in {@link ManifestFilesTest}. */
@Timeout(60)
class ManifestFolderTest {

    /** So long that only the watch can tell of a change in time. */
    private static final String RARE_RESCAN = "rescan-interval = 1h";

    @TempDir
    Path root;

    private final LinkedBlockingQueue<Resources> heard = new LinkedBlockingQueue<>();

    @Test
    void tellsOfChangesInOldAndNewFolders() throws IOException, InterruptedException {
        Files.writeString(root.resolve("a.yaml"), pod("a"));
        try (var folder = new ManifestFolder(TestManifests.settings(root, RARE_RESCAN))) {
            folder.start(heard::add);
            assertThat(next()).containsExactly("a");

            Files.writeString(root.resolve("a.yaml"), pod("b"));
            assertThat(next()).containsExactly("b");

            Files.createDirectories(root.resolve("x/y"));
            Files.writeString(root.resolve("x/y/c.yaml"), pod("c"));
            assertThat(next()).containsExactly("b", "c");

            Files.writeString(root.resolve("x/y/c.yaml"), pod("d"));
            assertThat(next()).containsExactly("b", "d");

            Files.delete(root.resolve("a.yaml"));
            assertThat(next()).containsExactly("d");
        }
    }

    @Test
    void findsChangesOfWhichTheFileSystemDoesNotTell() throws IOException, InterruptedException {
        var folder = root.resolve("later");
        try (var source = new ManifestFolder(TestManifests.settings(folder, "rescan-interval = 100ms"))) {
            source.start(heard::add);
            assertThat(next()).isEmpty();

            Files.createDirectories(folder);
            Files.writeString(folder.resolve("a.yaml"), pod("a"));

            assertThat(nextWithPods()).containsExactly("a");
        }
    }

    @Test
    void goesOnAfterAListenerThatFails() throws IOException, InterruptedException {
        Files.writeString(root.resolve("a.yaml"), pod("a"));
        try (var folder = new ManifestFolder(TestManifests.settings(root, RARE_RESCAN))) {
            folder.start(resources -> {
                heard.add(resources);
                throw new IllegalStateException("a bug of the listener");
            });
            assertThat(next()).containsExactly("a");

            Files.writeString(root.resolve("a.yaml"), pod("b"));

            assertThat(next()).containsExactly("b");
        }
    }

    @Test
    void startsOnlyOnce() {
        try (var folder = new ManifestFolder(TestManifests.settings(root))) {
            folder.start(heard::add);

            assertThatThrownBy(() -> folder.start(heard::add)).isInstanceOf(IllegalStateException.class);
        }
    }

    private List<String> next() throws InterruptedException {
        var resources = heard.poll(30, TimeUnit.SECONDS);
        assertThat(resources).as("a change heard of").isNotNull();
        return resources.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    /** Skips what tells only of a folder that came. */
    private List<String> nextWithPods() throws InterruptedException {
        var pods = next();
        return pods.isEmpty() ? nextWithPods() : pods;
    }
}

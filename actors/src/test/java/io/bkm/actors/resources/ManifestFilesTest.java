package io.bkm.actors.resources;

import static io.bkm.actors.resources.TestManifests.pod;
import static io.bkm.actors.resources.TestManifests.podMonitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.Resources.Problem;
import io.bkm.crds.PodMonitorEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {

    @TempDir
    Path root;

    private TestManifests manifests = new TestManifests(Path.of(""));
    private ManifestFiles files = new ManifestFiles(Path.of(""), TestManifests.settings(Path.of("")));

    @BeforeEach
    void watchTheFolder() {
        manifests = new TestManifests(root);
        files = new ManifestFiles(root, TestManifests.settings(root));
    }

    @Test
    void readsAllAtTheFirstLook() {
        manifests.write("a.yaml", pod("a"));

        assertThat(pods(look())).containsExactly("a");
        assertThat(look()).isNull();
    }

    @Test
    void believesAChangeAtTheSecondLook() {
        manifests.write("a.yaml", pod("a"));
        look();

        manifests.write("a.yaml", pod("b")).write("new.yaml", pod("c"));

        assertUnsettled();
        assertThat(pods(look())).containsExactly("b", "c");
    }

    @Test
    void waitsWhileAFileIsBeingWritten() {
        manifests.write("a.yaml", pod("a") + "---\n" + pod("b"));
        look();

        manifests.write("a.yaml", "");
        assertUnsettled();
        manifests.write("a.yaml", pod("a"));
        assertUnsettled();
        manifests.write("a.yaml", pod("a") + "---\n" + pod("c"));
        assertUnsettled();

        assertThat(pods(look())).containsExactly("a", "c");
    }

    @Test
    void waitsWhileAnEditorReplacesAFile() {
        manifests.write("a.yaml", pod("a"));
        look();

        manifests.delete("a.yaml");
        assertUnsettled();
        manifests.write("a.yaml", pod("b"));
        assertUnsettled();

        assertThat(pods(look())).containsExactly("b");
    }

    @Test
    void removesTheObjectsOfAFileThatIsGone() {
        manifests.write("a.yaml", pod("a")).write("b.yaml", pod("b"));
        look();

        manifests.delete("a.yaml");

        assertUnsettled();
        assertThat(pods(look())).containsExactly("b");
    }

    @Test
    void keepsTheLastGoodStateOfABrokenFile() {
        manifests.write("a.yaml", pod("a")).write("b.yaml", pod("b"));
        look();

        manifests.write("a.yaml", "a: [").write("b.yaml", pod("c"));
        var read = believed();

        assertThat(pods(read)).containsExactly("a", "c");
        assertThat(reasons(read))
                .singleElement()
                .asString()
                .startsWith("line 1, column 5:")
                .endsWith("; its last good state stays in use");
    }

    @Test
    void keepsItAlsoWhenTheFileIsBrokenInAnotherWayAndForgetsTheProblemWhenItIsMended() {
        manifests.write("a.yaml", pod("a"));
        look();

        manifests.write("a.yaml", "a: [");
        believed();
        manifests.write("a.yaml", "a: b: c");
        assertThat(pods(believed())).containsExactly("a");
        manifests.write("a.yaml", pod("b"));
        var mended = believed();

        assertThat(pods(mended)).containsExactly("b");
        assertThat(mended.problems()).isEmpty();
    }

    @Test
    void keepsTheObjectsOfAFileThatBecameEmpty() {
        manifests.write("a.yaml", pod("a"));
        look();

        manifests.write("a.yaml", "\n");
        var emptied = believed();
        assertThat(pods(emptied)).containsExactly("a");
        assertThat(emptied.problems()).hasSize(1);

        manifests.write("a.yaml", "# nothing any more\n");
        assertThat(pods(believed())).isEmpty();
    }

    @Test
    void keepsTheLastGoodStateOfAnObjectThatBecameWrong() {
        manifests.write("a.yaml", podMonitor("a", "10s") + "---\n" + podMonitor("b", "10s"));
        look();

        manifests.write("a.yaml", podMonitor("a", "often") + "---\n" + podMonitor("b", "20s"));
        var read = believed();

        assertThat(intervals(read)).containsExactly("10s", "20s");
        assertThat(reasons(read))
                .containsExactly("spec.podMetricsEndpoints[0].interval: \"often\" (expected: a duration like 30s);"
                        + " its last good state stays in use");
    }

    @Test
    void givesTheSameInstancesForWhatDidNotChange() {
        manifests.write("a.yaml", pod("a")).write("b.yaml", podMonitor("b", "10s") + "---\n" + podMonitor("c", "10s"));
        var before = Objects.requireNonNull(look());

        manifests.write("b.yaml", podMonitor("b", "10s") + "---\n" + podMonitor("c", "20s"));
        var after = believed();

        assertThat(after.pods().getFirst()).isSameAs(before.pods().getFirst());
        assertThat(after.podMonitors().getFirst()).isSameAs(before.podMonitors().getFirst());
        assertThat(after.podMonitors().getLast())
                .isNotSameAs(before.podMonitors().getLast());
    }

    @Test
    void saysNothingWhenAFileIsOnlyTouched() {
        manifests.write("a.yaml", pod("a"));
        look();

        manifests.write("a.yaml", pod("a"));

        assertUnsettled();
        assertThat(look()).isNull();
    }

    @Test
    void findsAChangeThatSizeAndTimeHideWhenItReadsAll() throws IOException {
        manifests.write("a.yaml", pod("a"));
        look();

        var time = Files.getLastModifiedTime(root.resolve("a.yaml"));
        Files.writeString(root.resolve("a.yaml"), pod("b"));
        Files.setLastModifiedTime(root.resolve("a.yaml"), time);

        assertThat(look()).isNull();
        assertThat(pods(files.look(true, _ -> {}).resources())).containsExactly("b");
    }

    @Test
    void keepsAllWhenTheFolderIsGone() throws IOException {
        var folder = root.resolve("mounted");
        new TestManifests(folder).write("a.yaml", pod("a"));
        files = new ManifestFiles(folder, TestManifests.settings(folder));
        look();

        Files.move(folder, root.resolve("away"));
        var gone = Objects.requireNonNull(look());
        assertThat(pods(gone)).containsExactly("a");
        assertThat(reasons(gone)).containsExactly("absent (expected: a folder or file of manifests)");

        Files.move(root.resolve("away"), folder);
        assertThat(Objects.requireNonNull(look()).problems()).isEmpty();
    }

    @Test
    void waitsForAFolderThatIsNotThereYet() {
        var folder = root.resolve("later");
        files = new ManifestFiles(folder, TestManifests.settings(folder));
        assertThat(Objects.requireNonNull(look()).problems()).hasSize(1);

        new TestManifests(folder).write("a.yaml", pod("a"));

        assertThat(pods(believed())).containsExactly("a");
    }

    @Test
    void readsAllAfterAMountedConfigMapWasSwitched() throws IOException {
        manifests.write("..1/a.yaml", pod("a")).write("..2/a.yaml", pod("b"));
        var sameTime = FileTime.fromMillis(0);
        Files.setLastModifiedTime(root.resolve("..1/a.yaml"), sameTime);
        Files.setLastModifiedTime(root.resolve("..2/a.yaml"), sameTime);
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("..data/a.yaml"));
        assertThat(pods(look())).containsExactly("a");

        Files.delete(root.resolve("..data"));
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2"));

        assertThat(pods(believed())).containsExactly("b");
    }

    @Test
    void namesEachFolderBeforeItIsRead() {
        manifests.write("a.yaml", pod("a")).write("b/c/d.yaml", pod("d"));
        var folders = new ArrayList<Path>();

        files.look(false, folders::add);

        assertThat(folders).containsExactly(root, root.resolve("b"), root.resolve("b/c"));
    }

    private @Nullable Resources look() {
        return files.look(false, _ -> {}).resources();
    }

    private void assertUnsettled() {
        var look = files.look(false, _ -> {});
        assertThat(look.resources()).isNull();
        assertThat(look.settled()).isFalse();
    }

    /** The change that was made just before. */
    private Resources believed() {
        assertUnsettled();
        return Objects.requireNonNull(look());
    }

    private static List<String> pods(@Nullable Resources resources) {
        return Objects.requireNonNull(resources).pods().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private static List<String> intervals(Resources resources) {
        return resources.podMonitors().stream()
                .flatMap(monitor -> monitor.spec().podMetricsEndpoints().stream())
                .map(PodMonitorEndpoint::interval)
                .toList();
    }

    private static List<String> reasons(Resources resources) {
        return resources.problems().stream().map(Problem::reason).toList();
    }
}

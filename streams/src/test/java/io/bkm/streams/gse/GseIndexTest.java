package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GseIndexTest {

    @TempDir
    Path dir;

    @Test
    void countsEachDataIdFromOne() {
        var index = new GseIndex(null);

        assertThat(index.next(5)).isEqualTo(1);
        assertThat(index.next(5)).isEqualTo(2);
        assertThat(index.next(6)).isEqualTo(1);
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        var before = new GseIndex(dir.resolve("index"));
        var _ = before.next(5);
        var _ = before.next(5);
        before.save();

        var after = new GseIndex(dir.resolve("index"));
        after.load();

        assertThat(after.next(5)).isEqualTo(3);
        assertThat(after.next(6)).isEqualTo(1);
        assertThat(dir).isDirectoryContaining(file -> file.endsWith("index"));
    }

    @Test
    void writesNothingWhenNothingWasCounted() throws IOException {
        new GseIndex(dir.resolve("index")).save();

        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void namesTheLineItCannotRead() throws IOException {
        var file = Files.writeString(dir.resolve("index"), "5 7\nnonsense\n");
        var index = new GseIndex(file);

        assertThatThrownBy(index::load).hasMessage(file + ": \"nonsense\" (expected: <dataid> <index>)");
        assertThat(index.next(5)).as("as if there were no file").isEqualTo(1);
    }
}

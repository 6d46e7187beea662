package io.bkm.actors.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bkm.actors.endpoints.Checkpoints.Checkpoint;
import io.bkm.actors.placement.AssignmentCodec;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {

    private static final ShardKey SHARD = new ShardKey.Node("node-a.example");

    @TempDir
    private Path folder;

    private Checkpoints checkpoints = Checkpoints.NONE;

    @BeforeEach
    void open() {
        checkpoints = open("");
    }

    @Test
    void givesBackWhatWasWrittenLast() throws IOException {
        checkpoints.write(checkpoint(1));
        checkpoints.write(checkpoint(2));

        assertThat(open("").read(SHARD)).isEqualTo(checkpoint(2));
    }

    @Test
    void hasNothingOfAShardThatWasNeverWritten() {
        assertThat(checkpoints.read(new ShardKey.Spread(3))).isNull();
    }

    @Test
    void showsNoCredentialOnTheDisk() throws IOException {
        checkpoints.write(checkpoint(1));

        var content = Files.readString(file(), StandardCharsets.ISO_8859_1);
        assertThat(content).startsWith("BKM1").doesNotContain("secret").doesNotContain("node-a");
    }

    @Test
    void leavesOutAFileThatIsDamaged() throws IOException {
        checkpoints.write(checkpoint(1));
        var content = Files.readAllBytes(file());
        content[content.length / 2] ^= 1;
        Files.write(file(), content);

        assertThat(checkpoints.read(SHARD)).isNull();
    }

    @Test
    void leavesOutAFileThatIsCutOff() throws IOException {
        Files.writeString(file(), "BKM1");

        assertThat(checkpoints.read(SHARD)).isNull();
    }

    @Test
    void leavesOutAFileOfSomebodyElse() throws IOException {
        Files.writeString(file(), "something else entirely");

        assertThat(checkpoints.read(SHARD)).isNull();
    }

    @Test
    void leavesOutAFileOfAnotherShard() throws IOException {
        var other = new ShardKey.Spread(3);
        checkpoints.write(checkpoint(1));
        Files.copy(file(), folder.resolve("spread%2F3.checkpoint"));

        assertThat(checkpoints.read(other)).isNull();
    }

    @Test
    void leavesOutAFileThatWasEncryptedWithAnotherKey() throws IOException {
        checkpoints.write(checkpoint(1));

        assertThat(open(folder.resolve("other-key").toString()).read(SHARD)).isNull();
    }

    @Test
    void makesAKeyThatOnlyItsOwnerMayRead() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("key")).content().hasSize(64);
    }

    @Test
    void saysWhatIsWrongWithAKey() throws IOException {
        var key = Files.writeString(folder.resolve("bad"), "too short");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(key.toString()))
                .withMessage("bkm.endpoints.key-file: " + key + " has 9 characters (expected: 64 hex digits)");
    }

    @Test
    void keepsNothingWithoutAFolder() throws IOException {
        var nowhere = CheckpointFiles.of(EndpointSettingsTest.settings("", ""));

        nowhere.write(checkpoint(1));

        assertThat(nowhere.read(SHARD)).isNull();
    }

    private Checkpoints open(String keyFile) {
        return CheckpointFiles.of(EndpointSettingsTest.settings(folder.toString(), keyFile));
    }

    private Path file() {
        return folder.resolve("node%2Fnode-a.example.checkpoint");
    }

    private static Checkpoint checkpoint(long seq) {
        var encoded = AssignmentCodec.encode(List.of(Samples.everything()));
        return new Checkpoint(SHARD, new Generation(1, seq), encoded.hash(), encoded.bytes());
    }
}

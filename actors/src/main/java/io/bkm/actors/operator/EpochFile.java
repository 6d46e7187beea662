package io.bkm.actors.operator;

import io.bkm.actors.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's epoch over restarts. What it loses with the file it learns from the members: the file only spares them
 * one round.
 */
final class EpochFile implements Epochs {

    private static final Logger LOG = LoggerFactory.getLogger(EpochFile.class);

    private final String stateDir;

    /** @param stateDir empty when nothing is kept */
    EpochFile(String stateDir) {
        this.stateDir = stateDir;
    }

    /** Higher than any that was kept. */
    @Override
    public long next() {
        long epoch = read() + 1;
        keep(epoch);
        return epoch;
    }

    @Override
    public long above(long epoch) {
        keep(epoch + 1);
        return epoch + 1;
    }

    private void keep(long epoch) {
        if (stateDir.isEmpty()) {
            return;
        }
        try {
            DurableFile.write(file(), Long.toString(epoch).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("bkm.operator.state-dir: cannot write " + file(), e);
        }
    }

    private long read() {
        if (stateDir.isEmpty() || !Files.exists(file())) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(file()).strip());
        } catch (IOException | NumberFormatException e) {
            LOG.atWarn()
                    .addKeyValue("file", file())
                    .addKeyValue("reason", e)
                    .log("epoch cannot be read, starting at 1");
            return 0;
        }
    }

    private Path file() {
        return Path.of(stateDir, "operator-epoch");
    }
}

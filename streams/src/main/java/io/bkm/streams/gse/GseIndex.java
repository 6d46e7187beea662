package io.bkm.streams.gse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the packets of each DataID from 1 on: the {@code gseindex} of the envelope. With a file the count goes on
 * after a restart; what was counted since the last {@link #save} is then counted again. One thread uses it.
 */
final class GseIndex {

    private final @Nullable Path file;
    private final Map<Long, Long> last = new TreeMap<>();
    private boolean changed;

    /**
     * @param file of lines {@code <dataid> <last index>}; null keeps the count in memory only
     */
    GseIndex(@Nullable Path file) {
        this.file = file;
    }

    long next(long dataId) {
        changed = true;
        return last.merge(dataId, 1L, Long::sum);
    }

    /**
     * Goes on where the file ends. Without a file there is nothing to go on from.
     *
     * @throws IOException when it cannot be read; the count is then as it was
     */
    void load() throws IOException {
        if (file == null || Files.notExists(file)) {
            return;
        }
        var loaded = new TreeMap<Long, Long>();
        for (var line : Files.readAllLines(file)) {
            var fields = line.split(" ", -1);
            try {
                loaded.put(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + ": \"" + line + "\" (expected: <dataid> <index>)", e);
            }
        }
        last.putAll(loaded);
    }

    /** Writes what changed; a reader sees the old file or the new one, whole. */
    void save() throws IOException {
        if (file == null || !changed) {
            return;
        }
        var lines = new ArrayList<String>();
        last.forEach((dataId, index) -> lines.add(dataId + " " + index));
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        var _ = Files.write(fresh, lines);
        var _ = Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        changed = false;
    }
}

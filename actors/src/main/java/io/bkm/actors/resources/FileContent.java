package io.bkm.actors.resources;

import io.bkm.actors.resources.FolderListing.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;

/** What a file held when it was read. */
sealed interface FileContent {

    /**
     * Text, and a sum to tell that it is the same as before.
     *
     * @param stable whether size and time were the same after the reading as before
     */
    record Text(String text, long checksum, boolean stable) implements FileContent {}

    record Unusable(String reason) implements FileContent {}

    /** Removed since the folder was listed. */
    record Gone() implements FileContent {}

    static FileContent read(Entry entry, int maxSize) {
        if (entry.size() > maxSize) {
            return new Unusable("%d bytes (expected: <= max-file-size, %d)".formatted(entry.size(), maxSize));
        }
        try (var stream = Files.newInputStream(entry.path())) {
            var bytes = stream.readNBytes(maxSize + 1);
            if (bytes.length > maxSize) {
                return new Unusable("more than %d bytes (expected: <= max-file-size)".formatted(maxSize));
            }
            var checksum = new CRC32C();
            checksum.update(bytes);
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new Text(
                    text.toString(), checksum.getValue(), entryOf(entry.path()).equals(entry));
        } catch (NoSuchFileException e) {
            return new Gone();
        } catch (CharacterCodingException e) {
            return new Unusable("not UTF-8 (expected: a text)");
        } catch (IOException e) {
            return new Unusable(FolderListing.reason(e));
        }
    }

    private static Entry entryOf(Path path) throws IOException {
        return Entry.of(path, Files.readAttributes(path, BasicFileAttributes.class));
    }
}

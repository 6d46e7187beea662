package io.bkm.actors.endpoints;

import io.bkm.actors.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of the checkpoints: a file of 64 hex digits that only its owner may read. */
final class CheckpointKey {

    private static final int SIZE = 32;

    private CheckpointKey() {}

    /**
     * Makes the file when it is missing.
     *
     * @throws IllegalArgumentException when it holds something else: rather not start than write what cannot be read
     */
    static SecretKey load(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return parse(file, Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("bkm.endpoints.key-file: cannot read or make " + file, e);
        }
    }

    private static SecretKey parse(Path file, String text) {
        if (text.length() != 2 * SIZE || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("bkm.endpoints.key-file: " + file + " has " + text.length()
                    + " characters (expected: " + 2 * SIZE + " hex digits)");
        }
        return new SecretKeySpec(HexFormat.of().parseHex(text), "AES");
    }

    /** Readable by nobody else at no moment, and never half written. */
    private static void make(Path file) throws IOException {
        var key = new byte[SIZE];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.toAbsolutePath().getParent());
        var temporary = DurableFile.temporary(file);
        try {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException left) {
            // by a start that was cut off: it has these permissions already
        }
        DurableFile.write(file, HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII));
    }
}

package io.bkm.actors.mirror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Tells the contents of Secrets apart without keeping them. */
final class SecretPrint {

    /** No task is as long; what is longer counts as it stands. */
    private static final int LONGEST_TEXT = 4 << 20;

    private SecretPrint() {}

    /** Of the texts that the values unpack to: another writer's gzip of the same text is the same. */
    static String of(Map<String, String> data) {
        var digest = sha256();
        new TreeMap<>(data).forEach((key, value) -> {
            update(digest, key);
            update(digest, text(value));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of the values as they stand: cheaper, and different for another writer's gzip. */
    static String raw(Map<String, String> data) {
        var digest = sha256();
        new TreeMap<>(data).forEach((key, value) -> {
            update(digest, key);
            update(digest, value);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String text(String base64) {
        try {
            return Gzip.unpack(Base64.getDecoder().decode(base64), LONGEST_TEXT);
        } catch (IOException | IllegalArgumentException notOurs) {
            return base64;
        }
    }

    private static void update(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package io.bkm.actors.mirror;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Texts as the values of Secrets: gzip without name and time, so that equal texts are equal bytes. */
final class Gzip {

    private Gzip() {}

    static byte[] pack(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is no gzip, or longer than {@code limit} bytes */
    static String unpack(byte[] bytes, int limit) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            var text = gzip.readNBytes(limit);
            if (gzip.read() >= 0) {
                throw new IOException("more than " + limit + " bytes (expected: less)");
            }
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}

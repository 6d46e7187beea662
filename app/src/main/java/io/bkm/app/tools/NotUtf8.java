package io.bkm.app.tools;

import io.bkm.streams.labels.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Texts with bytes that are not UTF-8: a Java string holds byte {@code 0x80}–{@code 0xFF} as U+DC80–U+DCFF. */
final class NotUtf8 {

    private NotUtf8() {}

    static boolean is(String text) {
        return !Utf8.isValid(text);
    }

    /** @throws IllegalArgumentException when it is not base64 */
    static String fromBase64(@Nullable String base64) {
        if (base64 == null) {
            throw new IllegalArgumentException("no base64");
        }
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        var text = CharBuffer.allocate(bytes.remaining());
        var decoder = StandardCharsets.UTF_8.newDecoder();
        for (var result = decoder.decode(bytes, text, true);
                !result.isUnderflow();
                result = decoder.decode(bytes, text, true)) {
            for (int i = 0; i < result.length(); i++) {
                text.put((char) (0xDC00 + (bytes.get() & 0xFF)));
            }
        }
        return text.flip().toString();
    }

    static String toBase64(String text) {
        var bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(rune -> {
            if (rune >= 0xDC80 && rune <= 0xDCFF) {
                bytes.write(rune - 0xDC00);
            } else {
                bytes.writeBytes(Character.toString(rune).getBytes(StandardCharsets.UTF_8));
            }
        });
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}

package io.bkm.actors.status;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Texts as short as the note of an Event must be: 1024 bytes. */
final class ShortText {

    private static final int MAX_BYTES = 1024;
    private static final String CUT = "…";

    private ShortText() {}

    static String of(String text) {
        if (size(text) <= MAX_BYTES) {
            return text;
        }
        var from = CharBuffer.wrap(text);
        // It stops where the next character does not fit.
        var _ = StandardCharsets.UTF_8.newEncoder().encode(from, ByteBuffer.allocate(MAX_BYTES - size(CUT)), true);
        return text.substring(0, from.position()) + CUT;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

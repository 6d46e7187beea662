package io.bkm.streams.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts as they stand in an exposition, and what they mean. */
public final class Escapes {

    private Escapes() {}

    /**
     * The bytes that a label value, or a quoted name, means: {@code \\}, {@code \"} and {@code \n} are replaced, any
     * other backslash stays as it is, as in Prometheus.
     */
    public static byte[] unescape(byte[] buffer, int from, int to) {
        return unescape(buffer, from, to, true);
    }

    /** As {@link #unescape}, for a HELP of the text format, where {@code \"} is no escape. */
    public static byte[] unescapeHelp(byte[] buffer, int from, int to) {
        return unescape(buffer, from, to, false);
    }

    /** {@link #unescape} as a string; bytes that are not UTF-8 (only names can hold them) become U+FFFD. */
    public static String unescapeToString(byte[] buffer, int from, int to) {
        return new String(unescape(buffer, from, to), StandardCharsets.UTF_8);
    }

    private static byte[] unescape(byte[] buffer, int from, int to, boolean quotes) {
        var out = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            byte c = buffer[at];
            if (c == '\\' && at + 1 < to) {
                byte escaped = buffer[at + 1];
                if (escaped == '\\' || escaped == 'n' || (escaped == '"' && quotes)) {
                    c = escaped == 'n' ? (byte) '\n' : escaped;
                    at++;
                }
            }
            out[length++] = c;
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /** For a message: in quotes, with what a target may put into a header to confuse the reader escaped. */
    static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F) {
                quoted.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\x%02x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** For a message: quotes and backslashes as they are, control bytes and bytes that are not UTF-8 as {@code \x00}. */
    static String printable(byte[] buffer, int from, int to) {
        boolean utf8 = Bytes.isUtf8(buffer, from, to);
        var text = new StringBuilder(to - from);
        for (char c : new String(buffer, from, to - from, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)
                .toCharArray()) {
            if (c < ' ' || c == 0x7F || (!utf8 && c > 0x7F)) {
                text.append(c == '\n' ? "\\n" : "\\x%02x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}

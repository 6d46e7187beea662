package io.bkm.streams.relabel;

import org.jspecify.annotations.Nullable;

/** The part of a regex that means itself. Left to RE2: what is not ASCII, and escapes but of a few signs. */
final class PlainText {

    private PlainText() {}

    /** The text that {@code regex} matches and nothing else; null when it is more than a text. */
    static @Nullable String parse(String regex) {
        var text = new StringBuilder(regex.length());
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length() && ".+-/:$()[]{}|*?^".indexOf(regex.charAt(i + 1)) >= 0) {
                i++;
            } else if (!isPlain(c)) {
                return null;
            }
            text.append(regex.charAt(i));
        }
        return text.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_-/:;,=@# ".indexOf(c) >= 0;
    }
}

package io.bkm.streams.labels;

/**
 * What Prometheus asks of the UTF-8 bytes of a text, answered on Java's UTF-16. A text that was not UTF-8 has no place
 * in a Java string but as lone surrogates, so these are what "not UTF-8" means here.
 */
public final class Utf8 {

    private Utf8() {}

    /** Compares as the UTF-8 bytes would; {@link String#compareTo} puts U+E000–U+FFFF after what lies beyond. */
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                return rank(left) - rank(right);
            }
        }
        return a.length() - b.length();
    }

    /** Whether {@code text} has no lone surrogate. */
    public static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * In quotes for an error message, as Go's {@code %q}: escapes what does not show. A byte that was not UTF-8, kept as
     * U+DC80–U+DCFF, becomes {@code \\x80}–{@code \\xff}.
     */
    public static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean lone =
                            c >= 0xDC80 && c <= 0xDCFF && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
                    if (c < ' ' || c == 0x7F || lone) {
                        quoted.append(String.format("\\x%02x", lone ? c - 0xDC00 : c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Surrogates stand for code points above U+FFFF, so they go after every other unit. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}

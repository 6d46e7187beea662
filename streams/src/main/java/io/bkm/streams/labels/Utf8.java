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
     * In quotes for an error message, as Go's {@code %q}: what does not print is escaped. A byte that was not UTF-8, kept
     * as U+DC80–U+DCFF, becomes {@code \x80}–{@code \xff}.
     */
    public static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(rune -> {
            switch (rune) {
                case '"', '\\' -> quoted.append('\\').append((char) rune);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isPrinted(rune)) {
                        quoted.appendCodePoint(rune);
                    } else {
                        quoted.append(escape(rune));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPrinted(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> rune == ' ';
            default -> true;
        };
    }

    private static String escape(int rune) {
        if (rune >= 0xDC80 && rune <= 0xDCFF) {
            return String.format("\\x%02x", rune - 0xDC00);
        }
        if (rune < 0x80) {
            return String.format("\\x%02x", rune);
        }
        return String.format(rune < 0x10000 ? "\\u%04x" : "\\U%08x", rune);
    }

    /** Surrogates stand for code points above U+FFFF, so they go after every other unit. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}

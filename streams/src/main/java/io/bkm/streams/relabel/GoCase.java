package io.bkm.streams.relabel;

import java.util.function.IntUnaryOperator;

/**
 * Upper and lower case as Go's {@code strings} has them: rune by rune, so that {@code Straße} becomes {@code STRAßE};
 * Java's {@link String#toUpperCase()} makes two letters of one, and depends on neighbours and the locale. Java 25 knows
 * the 54 letters whose case is new in Unicode 16 (Garay and a few Latin ones), Prometheus 3.5 does not yet.
 */
final class GoCase {

    private GoCase() {}

    static String lower(String text) {
        return map(text, Character::toLowerCase);
    }

    static String upper(String text) {
        return map(text, Character::toUpperCase);
    }

    private static String map(String text, IntUnaryOperator change) {
        var mapped = new StringBuilder(text.length());
        text.codePoints().map(change).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }
}

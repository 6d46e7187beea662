package io.bkm.streams.exposition;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The media type of a Content-Type, by the rules of Go's {@code mime.ParseMediaType}, which are Prometheus': a parameter
 * that is wrong makes the whole header wrong.
 *
 * @param essence type and subtype in lower case; without meaning when there is a problem
 * @param problem in Go's words, "" when there is none
 */
record MediaType(String essence, String problem) {

    private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

    static MediaType parse(String header) {
        int semicolon = header.indexOf(';');
        var base = semicolon < 0 ? header : header.substring(0, semicolon);
        var essence = trim(base.toLowerCase(Locale.ROOT));
        var problem = problemOfEssence(essence);
        if (problem.isEmpty() && semicolon >= 0) {
            problem = new Parameters(header, semicolon).problem();
        }
        return new MediaType(essence, problem);
    }

    private static String problemOfEssence(String essence) {
        int slash = endOfToken(essence, 0);
        if (slash == 0) {
            return "mime: no media type";
        }
        if (slash == essence.length()) {
            return "";
        }
        if (essence.charAt(slash) != '/') {
            return "mime: expected slash after first token";
        }
        int end = endOfToken(essence, slash + 1);
        if (end == slash + 1) {
            return "mime: expected token after slash";
        }
        return end == essence.length() ? "" : "mime: unexpected content after media subtype";
    }

    private static int endOfToken(String text, int from) {
        int at = from;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** As Go has it within Latin-1. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0;
    }

    private static boolean isTokenChar(char c) {
        return c > ' ' && c < 0x7F && SPECIALS.indexOf(c) < 0;
    }

    /** Walks over what follows the essence: {@code ; name=value ; name="value" …}. */
    private static final class Parameters {

        private static final String INVALID = "mime: invalid media parameter";

        private final String header;
        private int at;

        Parameters(String header, int from) {
            this.header = header;
            this.at = from;
        }

        String problem() {
            Map<String, String> seen = new HashMap<>();
            while (true) {
                skipSpace();
                int start = at;
                if (at == header.length()) {
                    return "";
                }
                if (!take(';')) {
                    return INVALID;
                }
                int nameStart = at;
                at = endOfToken(header, at);
                var name = header.substring(nameStart, at).toLowerCase(Locale.ROOT);
                if (name.isEmpty() || !take('=')) {
                    // A semicolon with nothing after it is let pass.
                    return trim(header.substring(start)).equals(";") ? "" : INVALID;
                }
                int valueStart = at;
                var value = value();
                if (at == valueStart) {
                    return INVALID;
                }
                var before = seen.putIfAbsent(name, value);
                if (before != null && !before.equals(value)) {
                    return "mime: duplicate parameter name";
                }
            }
        }

        /** Takes {@code c} with the space around it. */
        private boolean take(char c) {
            skipSpace();
            if (at == header.length() || header.charAt(at) != c) {
                return false;
            }
            at++;
            skipSpace();
            return true;
        }

        private void skipSpace() {
            while (at < header.length() && isSpace(header.charAt(at))) {
                at++;
            }
        }

        /** A token or a quoted string; does not move where there is neither. */
        private String value() {
            if (at == header.length() || header.charAt(at) != '"') {
                int start = at;
                at = endOfToken(header, at);
                return header.substring(start, at);
            }
            var value = new StringBuilder();
            for (int i = at + 1; i < header.length(); i++) {
                char c = header.charAt(i);
                if (c == '"') {
                    at = i + 1;
                    return value.toString();
                }
                if (c == '\r' || c == '\n') {
                    return "";
                }
                // A backslash before anything else is one: some clients send Windows paths.
                if (c == '\\' && i + 1 < header.length() && SPECIALS.indexOf(header.charAt(i + 1)) >= 0) {
                    i++;
                    c = header.charAt(i);
                }
                value.append(c);
            }
            return "";
        }
    }
}

package io.bkm.actors.mirror;

import java.util.List;
import java.util.Map;

/**
 * Writes a document as Go's {@code gopkg.in/yaml.v2} does, byte for byte: hashes of the text name the original's files.
 * Maps keep their order. Takes maps with texts as keys, lists, texts, whole numbers and booleans.
 */
final class GoYaml {

    private static final int STEP = 2;
    private static final int BEST_WIDTH = 80;
    /** Longer keys are written after a question mark. */
    private static final int LONGEST_SIMPLE_KEY = 128;

    private final StringBuilder out = new StringBuilder();

    private GoYaml() {}

    static String write(Map<String, ?> document) {
        var yaml = new GoYaml();
        yaml.map(document, 0);
        yaml.beginLine(0);
        return yaml.out.toString();
    }

    private void map(Map<?, ?> map, int indent) {
        map.forEach((key, value) -> {
            var name = (String) key;
            beginLine(indent);
            if (GoScalar.isSimpleKey(name, LONGEST_SIMPLE_KEY)) {
                text(name, indent + STEP, true);
            } else {
                out.append("? ");
                text(name, indent + STEP, false);
                beginLine(indent);
            }
            out.append(':');
            value(value, indent);
        });
    }

    private void list(List<?> list, int indent) {
        for (var item : list) {
            beginLine(indent);
            out.append('-');
            switch (item) {
                case Map<?, ?> map
                when !map.isEmpty() -> {
                    out.append(' ');
                    map(map, indent + STEP);
                }
                case List<?> inner -> throw new IllegalArgumentException(inner + " (expected: no list in a list)");
                default -> value(item, indent);
            }
        }
    }

    /** What comes after a colon, or after the dash of an item. */
    private void value(Object value, int indent) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}");
            case Map<?, ?> map -> map(map, indent + STEP);
            case List<?> list when list.isEmpty() -> out.append(" []");
            case List<?> list -> list(list, indent); // not indented under its key
            case String text -> {
                out.append(' ');
                text(text, indent + STEP, false);
            }
            case Boolean bool -> out.append(' ').append(bool.booleanValue());
            case Integer number -> out.append(' ').append(number.intValue());
            case Long number -> out.append(' ').append(number.longValue());
            default -> throw new IllegalArgumentException(value.getClass() + " (expected: a value that YAML has)");
        }
    }

    private void text(String text, int indent, boolean key) {
        switch (GoScalar.style(text, key)) {
            case PLAIN -> broken(text, indent, key, false);
            case SINGLE_QUOTED -> {
                out.append('\'');
                broken(text, indent, key, true);
                out.append('\'');
            }
            case DOUBLE_QUOTED -> doubleQuoted(text, indent, key);
            case LITERAL -> literal(text, indent);
        }
    }

    /** Long texts are folded at a blank; other line breaks than line feeds stay where they are. */
    private void broken(String text, int indent, boolean key, boolean quoted) {
        boolean blanks = false;
        boolean breaks = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                boolean inside = !quoted || (i > 0 && i < text.length() - 1);
                if (!key && !blanks && column() > BEST_WIDTH && inside && !isBlank(text, i + 1)) {
                    beginLine(indent);
                } else {
                    out.append(c);
                }
                blanks = true;
            } else if (GoScalar.isBreak(c)) {
                out.append(c);
                breaks = true;
            } else {
                if (breaks) {
                    indentBrokenLine(indent);
                }
                if (quoted && c == '\'') {
                    out.append(c);
                }
                out.append(c);
                blanks = false;
                breaks = false;
            }
        }
    }

    private void doubleQuoted(String text, int indent, boolean key) {
        out.append('"');
        boolean blanks = false;
        // A byte order mark at the beginning makes yaml.v2 escape all that follows.
        boolean all = text.startsWith("\uFEFF");
        int code;
        for (int i = 0; i < text.length(); i += Character.charCount(code)) {
            code = text.codePointAt(i);
            if (all || code == '"' || code == '\\' || GoScalar.isBreak(code) || !GoScalar.isPrintable(code)) {
                escape(code);
                blanks = false;
            } else if (code == ' ') {
                if (!key && !blanks && column() > BEST_WIDTH && i > 0 && i < text.length() - 1) {
                    beginLine(indent);
                    if (isBlank(text, i + 1)) {
                        out.append('\\');
                    }
                } else {
                    out.append(' ');
                }
                blanks = true;
            } else {
                out.appendCodePoint(code);
                blanks = false;
            }
        }
        out.append('"');
    }

    private void escape(int code) {
        out.append('\\');
        switch (code) {
            case 0x00 -> out.append('0');
            case 0x07 -> out.append('a');
            case 0x08 -> out.append('b');
            case 0x09 -> out.append('t');
            case 0x0A -> out.append('n');
            case 0x0B -> out.append('v');
            case 0x0C -> out.append('f');
            case 0x0D -> out.append('r');
            case 0x1B -> out.append('e');
            case '"' -> out.append('"');
            case '\\' -> out.append('\\');
            case 0x85 -> out.append('N');
            case 0xA0 -> out.append('_');
            case 0x2028 -> out.append('L');
            case 0x2029 -> out.append('P');
            default -> {
                if (code <= 0xFF) {
                    out.append("x%02X".formatted(code));
                } else if (code <= 0xFFFF) {
                    out.append("u%04X".formatted(code));
                } else {
                    out.append("U%08X".formatted(code));
                }
            }
        }
    }

    private void literal(String text, int indent) {
        out.append('|');
        if (text.charAt(0) == ' ' || GoScalar.isBreak(text.charAt(0))) {
            out.append(STEP);
        }
        int last = text.length() - 1;
        if (!GoScalar.isBreak(text.charAt(last))) {
            out.append('-');
        } else if (last == 0 || GoScalar.isBreak(text.charAt(last - 1))) {
            out.append('+');
        }
        out.append('\n');
        boolean lineBegins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!GoScalar.isBreak(c) && lineBegins) {
                indentBrokenLine(indent);
            }
            out.append(c);
            lineBegins = GoScalar.isBreak(c);
        }
    }

    /** A new line, unless one has just begun, up to the column. */
    private void beginLine(int indent) {
        int column = column();
        boolean begun = column == 0 || (column <= indent && isBlankLine(column));
        if (!begun) {
            out.append('\n');
        }
        pad(indent);
    }

    private void indentBrokenLine(int indent) {
        pad(indent);
    }

    private void pad(int indent) {
        for (int column = column(); column < indent; column++) {
            out.append(' ');
        }
    }

    /** Only blanks and dashes of lists stand before the column. */
    private boolean isBlankLine(int column) {
        for (int i = out.length() - column; i < out.length(); i++) {
            if (out.charAt(i) != ' ' && out.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    /** In characters, from the last line break on. */
    private int column() {
        int column = 0;
        for (int i = out.length() - 1; i >= 0 && !GoScalar.isBreak(out.charAt(i)); i--) {
            if (!Character.isLowSurrogate(out.charAt(i))) {
                column++;
            }
        }
        return column;
    }

    private static boolean isBlank(String text, int at) {
        return at < text.length() && text.charAt(at) == ' ';
    }
}

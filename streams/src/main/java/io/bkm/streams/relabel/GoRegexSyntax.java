package io.bkm.streams.relabel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Levels the few differences between the syntax that RE2/J takes and that of Go, by which Prometheus judges a rule. One
 * walk over the text; what is neither taken care of here nor valid is left for RE2/J to refuse.
 *
 * <ul>
 *   <li>Go lets two groups have one name. Names are taken out of the text and kept here.
 *   <li>Go takes a brace that begins no repeat as itself even where a repeat follows; RE2/J does not.
 *   <li>Go refuses an escaped letter that is not ASCII, nested repeats of more than 1000 in all, and groups nested
 *       1000 deep.
 *   <li>RE2/J 1.8 never comes back from ignoring the case of U+1C80–U+1C88 (old shapes of Cyrillic letters, of which
 *       Java's case mappings lead away but not back), so a regex that does is refused. Go takes it.
 * </ul>
 */
final class GoRegexSyntax {

    private static final int MAX_REPEAT = 1000;
    private static final int MAX_DEPTH = 998;

    /**
     * How many instructions a program may have. Go's limit is 3.3 million, which would cost RE2/J some 300 MB for one
     * rule; no useful rule comes near either.
     */
    private static final int MAX_SIZE = 200_000;

    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P?<([0-9A-Za-z_]+)>");
    private static final Pattern HEX = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[A-Za-z-]*([:)])");
    private static final Pattern REPEAT = Pattern.compile("\\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\\}");

    /** Go refuses the regex and RE2/J would take it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String problem, String where) {
            super("error parsing regexp: " + problem + ": `" + where + "`", null, false, false);
        }
    }

    /** @param groupNames by number; "" for the whole match and for groups without a name */
    record Translated(String regex, List<String> groupNames) {}

    /** What a group, or the whole, holds so far. The last atom is apart, for a repeat may follow. */
    private static final class Frame {
        long size;
        long repeats = 1;
        long atomSize;
        long atomRepeats = 1;

        void atom(long itsSize, long itsRepeats) {
            size += atomSize;
            repeats = Math.max(repeats, atomRepeats);
            atomSize = itsSize;
            atomRepeats = itsRepeats;
        }
    }

    private final String regex;
    private final StringBuilder translated = new StringBuilder();
    private final List<String> names = new ArrayList<>(List.of(""));
    private final Deque<Frame> frames = new ArrayDeque<>(List.of(new Frame()));
    private int at;
    /** Whether case is ignored from here on; stays true behind the end of the group that says so, to be sure. */
    private boolean ignoresCase;

    /** Whether the group that we put around the regex was closed by it, as in {@code a)|(?:b}, which is valid. */
    private boolean anchorsClosed;
    /** Whether {@code \Q} without {@code \E} makes a text of all that follows, our closing anchor included. */
    private boolean quoteOpen;

    private GoRegexSyntax(String regex) {
        this.regex = regex;
    }

    static Translated translate(String regex) throws Refused {
        var walk = new GoRegexSyntax(regex);
        while (walk.at < regex.length()) {
            walk.next();
        }
        if (walk.anchorsClosed && walk.frames.size() == 1 && !walk.quoteOpen) {
            throw new Refused("unexpected )", regex);
        }
        return new Translated(walk.translated.toString(), List.copyOf(walk.names));
    }

    private void next() throws Refused {
        switch (regex.charAt(at)) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> open();
            case ')' -> close();
            case '{' -> brace();
            case '*', '+', '?', '|' -> copy(1);
            default -> literal(regex.offsetByCodePoints(at, 1));
        }
    }

    private void escape() throws Refused {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at);
            quoteOpen = end < 0;
            quoted(quoteOpen ? regex.length() : end);
        } else {
            literal(endOfEscape(at));
        }
    }

    private void quoted(int end) throws Refused {
        copy(2);
        while (at < end) {
            literal(regex.offsetByCodePoints(at, 1));
        }
        copy(Math.min(2, regex.length() - at));
    }

    /** Past the character behind the backslash, or past the brace of {@code \x{…}} and {@code \p{…}}. */
    private int endOfEscape(int start) throws Refused {
        if (start + 1 == regex.length()) {
            return start + 1;
        }
        char c = regex.charAt(start + 1);
        if (c >= 0x80) {
            int end = regex.offsetByCodePoints(start + 1, 1);
            throw new Refused("invalid escape sequence", regex.substring(start, end));
        }
        boolean braced = "xpP".indexOf(c) >= 0 && regex.startsWith("{", start + 2);
        int brace = braced ? regex.indexOf('}', start) : -1;
        return brace < 0 ? start + 2 : brace + 1;
    }

    /** A bracket right at the start of a class is a member of it. */
    private void characterClass() throws Refused {
        int start = regex.startsWith("[^", at) ? at + 2 : at + 1;
        int end = start;
        while (end < regex.length() && (end == start || regex.charAt(end) != ']')) {
            int named = regex.startsWith("[:", end) ? regex.indexOf(":]", end + 2) : -1;
            end = named >= 0 ? named + 2 : endOfRange(end);
        }
        addAtom(1, 1);
        copy(Math.min(end + 1, regex.length()) - at);
    }

    /** Past {@code a-z}, or past {@code a} when no range follows. */
    private int endOfRange(int start) throws Refused {
        int end = endOfCharacter(start);
        int low = codePoint(start, end);
        int high = low;
        if (regex.startsWith("-", end) && end + 1 < regex.length() && regex.charAt(end + 1) != ']') {
            int second = end + 1;
            end = endOfCharacter(second);
            high = codePoint(second, end);
        }
        checkCase(low, high, start);
        return end;
    }

    private int endOfCharacter(int start) throws Refused {
        return regex.charAt(start) == '\\' ? endOfEscape(start) : regex.offsetByCodePoints(start, 1);
    }

    /** Of one character or escape. All escapes but {@code \x{…}} are for characters far below what we look for. */
    private int codePoint(int start, int end) {
        if (regex.charAt(start) != '\\') {
            return regex.codePointAt(start);
        }
        var hex = HEX.matcher(regex).region(start, end);
        return hex.matches() ? Integer.parseInt(hex.group(1), 16) : 0;
    }

    private void checkCase(int low, int high, int start) throws Refused {
        if (ignoresCase && low <= 0x1C88 && high >= 0x1C80) {
            throw new Refused("the case of U+1C80-U+1C88 cannot be ignored", regex.substring(start));
        }
    }

    private void open() throws Refused {
        var named = NAMED_GROUP.matcher(regex).region(at, regex.length());
        var flags = FLAGS.matcher(regex).region(at, regex.length());
        if (named.lookingAt()) {
            names.add(named.group(1));
            translated.append('(');
            at = named.end();
        } else if (flags.lookingAt()) {
            ignoresCase |= flags.group().contains("i");
            copy(flags.end() - at);
            if (")".equals(flags.group(1))) {
                return; // flags for what follows: opens nothing
            }
        } else {
            names.add("");
            copy(1);
        }
        if (frames.size() > MAX_DEPTH) {
            throw new Refused("expression nests too deeply", regex);
        }
        frames.push(new Frame());
    }

    private void close() throws Refused {
        copy(1);
        if (frames.size() > 1) {
            var inner = frames.pop();
            inner.atom(0, 1);
            addAtom(inner.size + 2, inner.repeats);
        } else if (anchorsClosed) {
            throw new Refused("unexpected )", regex);
        } else {
            anchorsClosed = true;
        }
    }

    private void brace() throws Refused {
        var repeat = REPEAT.matcher(regex).region(at, regex.length());
        if (!repeat.lookingAt()) {
            translated.append('\\');
            literal(at + 1);
            return;
        }
        if (repeat.end() - repeat.start() > "{1000,1000}".length()) {
            throw new Refused("invalid repeat count", repeat.group());
        }
        int least = Integer.parseInt(repeat.group(1));
        int most = repeat.group(3) != null ? Integer.parseInt(repeat.group(3)) : least;
        boolean nothing = most == 0 && !",".equals(repeat.group(2));
        var frame = frames.element();
        frame.atomSize = nothing ? 1 : frame.atomSize * Math.max(1, most);
        frame.atomRepeats = nothing ? 1 : frame.atomRepeats * Math.max(1, most);
        if (most >= 2 && frame.atomRepeats > MAX_REPEAT) {
            throw new Refused("invalid repeat count", repeat.group());
        }
        checkSize();
        copy(repeat.end() - at);
    }

    private void literal(int end) throws Refused {
        int character = codePoint(at, end);
        checkCase(character, character, at);
        addAtom(1, 1);
        copy(end - at);
    }

    private void addAtom(long size, long repeats) throws Refused {
        frames.element().atom(size, repeats);
        checkSize();
    }

    private void checkSize() throws Refused {
        long size = 0;
        for (var frame : frames) {
            size += frame.size + frame.atomSize;
        }
        if (size > MAX_SIZE) {
            throw new Refused("expression too large", regex);
        }
    }

    private void copy(int length) {
        translated.append(regex, at, at + length);
        at += length;
    }
}

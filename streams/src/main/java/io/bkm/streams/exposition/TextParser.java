package io.bkm.streams.exposition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text format 0.0.4 (and 1.0.0, which adds quoted names), as {@code model/textparse/promparse.go} and
 * {@code promlex.l} of Prometheus 3.11 read it, quirks included. 3.5 differs in one thing: there, an unquoted label
 * without a value is taken for the metric name.
 *
 * <p>What surprises most: a NUL where a line could begin ends the body cleanly, and one in a label value, a help text or
 * a comment is skipped by the grammar but stays in the text; blanks before a series belong to it and to its name; a line
 * needs no newline at the end of the body; a quoted text may hold newlines.
 */
public final class TextParser implements ExpositionParser {

    private static final long QUOTES = Bytes.ONES * '"';
    private static final long BACKSLASHES = Bytes.ONES * '\\';
    private static final int NO_NAME = -1;

    private static final List<MetricType> TYPES =
            List.of(MetricType.COUNTER, MetricType.GAUGE, MetricType.HISTOGRAM, MetricType.SUMMARY);

    private final Entry entry = new Entry();
    private final FloatScanner floats = new FloatScanner();

    private byte[] buffer = new byte[0];
    private int from;
    private int to;
    private int position;
    private Kind kind = Kind.END;
    private int malformedAt;
    private String malformedMessage = "";

    /** What {@link #endOfQuoted} saw besides. */
    private boolean sawBackslash;

    private boolean sawNonAscii;

    @Override
    public void reset(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.from = from;
        this.to = to;
        position = from;
        kind = Kind.COMMENT;
        entry.type = MetricType.UNKNOWN;
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public Malformed malformed() {
        if (kind != Kind.MALFORMED) {
            throw new IllegalStateException("last entry: " + kind + " (expected: MALFORMED)");
        }
        return Malformed.at(buffer, from, to, malformedAt, malformedMessage);
    }

    @Override
    public Kind next() {
        if (kind != Kind.END && kind != Kind.MALFORMED) {
            kind = advance();
        }
        return kind;
    }

    private Kind advance() {
        int at = position;
        while (at < to) {
            int lineStart = at;
            at = skipBlanks(at);
            if (at == to) {
                break;
            }
            byte c = buffer[at];
            if (c != '\n') {
                entry.lineStart = lineStart;
                return entry(lineStart, at, c);
            }
            at++;
        }
        return Kind.END;
    }

    private Kind entry(int lineStart, int at, byte c) {
        if (Bytes.startsMetricName(c)) {
            return seriesWithNameFirst(lineStart, at);
        }
        return switch (c) {
            case '#' -> comment(at);
            case '{' -> seriesWithBraceFirst(lineStart, at);
            case 0 -> Kind.END;
            default -> malformed(at, "expected a series, a comment or an empty line");
        };
    }

    private Kind seriesWithNameFirst(int lineStart, int nameStart) {
        int nameEnd = Bytes.endOfMetricName(buffer, nameStart, to);
        entry.nameStart = lineStart;
        entry.nameEnd = nameEnd;
        entry.nameEscapes = false;
        entry.seriesStart = lineStart;
        entry.clearLabels();
        int at = skipBlanks(nameEnd);
        if (at < to && buffer[at] == '{') {
            if (!labels(at + 1)) {
                return Kind.MALFORMED;
            }
            entry.seriesEnd = position;
            at = skipBlanks(position);
        } else {
            entry.seriesEnd = nameEnd;
        }
        return value(at);
    }

    private Kind seriesWithBraceFirst(int lineStart, int brace) {
        entry.nameStart = NO_NAME;
        entry.seriesStart = lineStart;
        entry.clearLabels();
        if (!labels(brace + 1)) {
            return Kind.MALFORMED;
        }
        if (entry.nameStart == NO_NAME) {
            return malformed(brace, "expected a metric name before or within the braces");
        }
        entry.seriesEnd = position;
        return value(skipBlanks(position));
    }

    /** Reads up to and with the closing brace; {@link #position} is after it. False: it is malformed. */
    private boolean labels(int from) {
        int at = from;
        while (true) {
            at = skipBlanks(at);
            byte c = at < to ? buffer[at] : (byte) '\n';
            if (c == '}') {
                position = at + 1;
                return true;
            }
            boolean quoted = c == '"';
            int nameStart = quoted ? at + 1 : at;
            int nameEnd;
            boolean nameEscapes = false;
            if (quoted) {
                nameEnd = endOfQuoted(nameStart, false);
                if (nameEnd < 0) {
                    malformed(at, "expected a label name with a closing quote");
                    return false;
                }
                nameEscapes = sawBackslash;
                at = skipBlanks(nameEnd + 1);
            } else if (Bytes.startsLabelName(c)) {
                nameEnd = Bytes.endOfLabelName(buffer, at + 1, to);
                at = skipBlanks(nameEnd);
            } else {
                malformed(at, "expected a label name");
                return false;
            }
            c = at < to ? buffer[at] : (byte) '\n';
            if (quoted && (c == ',' || c == '}')) {
                if (entry.nameStart != NO_NAME) {
                    malformed(nameStart, "expected one metric name only");
                    return false;
                }
                entry.nameStart = nameStart;
                entry.nameEnd = nameEnd;
                entry.nameEscapes = nameEscapes;
                at = c == ',' ? at + 1 : at;
                continue;
            }
            if (c != '=') {
                malformed(at, "expected '=' after a label name");
                return false;
            }
            at = labelValue(at + 1, nameStart, nameEnd, nameEscapes);
            if (at < 0) {
                return false;
            }
            at = skipBlanks(at);
            // The comma may be left out, and one may follow the last label.
            if (at < to && buffer[at] == ',') {
                at++;
            }
        }
    }

    /** Reads a label value and adds the label. Returns the place after it, -1 when it is malformed. */
    private int labelValue(int from, int nameStart, int nameEnd, boolean nameEscapes) {
        int open = skipBlanksAndNuls(from);
        if (open == to || buffer[open] != '"') {
            malformed(open, "expected a label value in quotes");
            return -1;
        }
        int close = endOfQuoted(open + 1, true);
        if (close < 0) {
            malformed(open, "expected a label value with a closing quote");
            return -1;
        }
        // NULs after the quote count as part of the quoted text, so that the last of them is taken for the quote.
        int end = skipNuls(close + 1);
        if (sawNonAscii && !Bytes.isUtf8(buffer, open, end)) {
            malformed(open, "expected a label value in UTF-8");
            return -1;
        }
        entry.addLabel(nameStart, nameEnd, nameEscapes, open + 1, end - 1, sawBackslash);
        return end;
    }

    /**
     * The place of the quote that closes what begins at {@code from}, -1 when there is none. After a backslash anything
     * but a newline goes.
     *
     * @param nuls whether NULs are allowed (and skipped by the grammar), as they are in label values
     */
    private int endOfQuoted(int from, boolean nuls) {
        sawBackslash = false;
        long high = 0;
        int at = from;
        while (at < to) {
            if (at <= to - Long.BYTES) {
                long word = Bytes.eight(buffer, at);
                long found = Bytes.matches(word, QUOTES) | Bytes.matches(word, BACKSLASHES);
                if (!nuls) {
                    found |= Bytes.matches(word, 0);
                }
                if (found == 0) {
                    high |= word;
                    at += Long.BYTES;
                    continue;
                }
                int skipped = Long.numberOfTrailingZeros(found) & ~7;
                high |= word & ~(-1L << skipped);
                at += skipped >>> 3;
            }
            byte c = buffer[at];
            if (c == '"') {
                sawNonAscii = (high & Bytes.HIGHS) != 0;
                return at;
            }
            if (c == '\\') {
                sawBackslash = true;
                at = nuls ? skipNuls(at + 1) : at + 1;
                if (at >= to || buffer[at] == '\n' || buffer[at] == 0) {
                    return -1;
                }
                high |= buffer[at];
            } else if (c == 0 && !nuls) {
                return -1;
            } else {
                high |= c;
            }
            at++;
        }
        return -1;
    }

    private Kind value(int start) {
        double value = floats.scan(buffer, start, to);
        int end = floats.end();
        if (end < 0 || !endsValue(end) || Double.isInfinite(value)) {
            end = start;
            while (!endsValue(end)) {
                end++;
            }
            if (end == start) {
                return malformed(start, "expected a value after the series");
            }
            value = floats.parse(buffer, start, end);
            if (floats.end() < 0) {
                return malformed(
                        start, floats.outOfRange() ? "expected a value in the range of a double" : "expected a float");
            }
        }
        entry.value = value;
        entry.valueStart = start;
        entry.valueEnd = end;
        if (end < to && buffer[end] == '\n') {
            entry.hasTimestamp = false;
            position = end + 1;
            return Kind.SERIES;
        }
        return timestamp(end);
    }

    private boolean endsValue(int at) {
        if (at == to) {
            return true;
        }
        byte c = buffer[at];
        return c == '\n' || c == ' ' || c == '\t' || c == '{' || c == 0;
    }

    private Kind timestamp(int from) {
        int start = skipBlanks(from);
        int end = start;
        long timestamp = 0;
        boolean tooLarge = false;
        while (end < to && Bytes.isDigit(buffer[end])) {
            int digit = buffer[end] - '0';
            tooLarge |= timestamp > (Long.MAX_VALUE - digit) / 10;
            timestamp = timestamp * 10 + digit;
            end++;
        }
        if (tooLarge) {
            return malformed(start, "expected a timestamp that fits 64 bits");
        }
        entry.hasTimestamp = end > start;
        entry.timestampMs = timestamp;
        int rest = skipBlanks(end);
        if (rest < to && buffer[rest] != '\n') {
            return malformed(
                    rest, entry.hasTimestamp ? "expected the end of the line" : "expected a timestamp of digits only");
        }
        position = rest + 1;
        return Kind.SERIES;
    }

    private Kind comment(int hash) {
        int at = skipBlanks(hash + 1);
        boolean blank = at > hash + 1;
        if (blank && at < to && buffer[at] == 0) {
            return Kind.END;
        }
        if (blank) {
            int help = afterKeyword(at, "HELP");
            if (help >= 0) {
                return metadata(Kind.HELP, help);
            }
            int type = afterKeyword(at, "TYPE");
            if (type >= 0) {
                return metadata(Kind.TYPE, type);
            }
        }
        int end = Bytes.indexOfNewline(buffer, at, to);
        if (!blank && hasNul(at, end)) {
            return Kind.END;
        }
        entry.textStart = hash;
        entry.textEnd = end;
        position = end + 1;
        return Kind.COMMENT;
    }

    /** The place after {@code word} and the blanks that must follow, -1 when it is not there. NULs do not count. */
    private int afterKeyword(int from, String word) {
        int at = from;
        for (int i = 0; i < word.length(); i++) {
            if (at == to || buffer[at] != word.charAt(i)) {
                return -1;
            }
            at = skipNuls(at + 1);
        }
        int end = skipBlanksAndNuls(at);
        return end > at ? end : -1;
    }

    private Kind metadata(Kind metadata, int from) {
        int after;
        if (from < to && buffer[from] == '"') {
            int close = endOfQuoted(from + 1, false);
            if (close < 0) {
                return malformed(from, "expected a metric name with a closing quote after " + metadata);
            }
            entry.nameStart = from + 1;
            entry.nameEnd = close;
            entry.nameEscapes = sawBackslash;
            after = close + 1;
        } else if (from < to && Bytes.startsMetricName(buffer[from])) {
            after = Bytes.endOfMetricName(buffer, from, to);
            entry.nameStart = from;
            entry.nameEnd = after;
            entry.nameEscapes = false;
        } else {
            return malformed(from, "expected a metric name after " + metadata);
        }
        if (after < to && buffer[after] == 0) {
            return malformed(after, "expected a blank after the metric name");
        }
        int end = Bytes.indexOfNewline(buffer, after, to);
        // One byte separates the text from the name, whichever it is. Blanks alone are no text.
        boolean empty = end == after || skipBlanksAndNuls(after) >= end;
        entry.textStart = empty ? end : after + 1;
        entry.textEnd = end;
        position = end + 1;
        return metadata == Kind.TYPE ? type() : help();
    }

    private Kind help() {
        if (!Bytes.isUtf8(buffer, entry.textStart, entry.textEnd)) {
            return malformed(entry.textStart, "expected a help text in UTF-8");
        }
        return Kind.HELP;
    }

    private Kind type() {
        MetricType type = typeNamed(entry.textStart, entry.textEnd);
        if (type == null) {
            return malformed(entry.textStart, "expected a type: counter, gauge, histogram, summary or untyped");
        }
        entry.type = type;
        return Kind.TYPE;
    }

    private @Nullable MetricType typeNamed(int from, int end) {
        for (int i = 0; i < TYPES.size(); i++) {
            if (Bytes.equal(buffer, from, end, TYPES.get(i).text())) {
                return TYPES.get(i);
            }
        }
        return Bytes.equal(buffer, from, end, "untyped") ? MetricType.UNKNOWN : null;
    }

    private Kind malformed(int at, String message) {
        malformedAt = Math.min(at, to);
        malformedMessage = message;
        kind = Kind.MALFORMED;
        return kind;
    }

    private boolean hasNul(int from, int end) {
        for (int at = from; at < end; at++) {
            if (buffer[at] == 0) {
                return true;
            }
        }
        return false;
    }

    private int skipNuls(int from) {
        int at = from;
        while (at < to && buffer[at] == 0) {
            at++;
        }
        return at;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < to && (buffer[at] == ' ' || buffer[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Blanks, and NULs after the first of them. */
    private int skipBlanksAndNuls(int from) {
        int at = skipBlanks(from);
        return at == from ? at : skipRest(at);
    }

    private int skipRest(int from) {
        int at = from;
        while (at < to && (buffer[at] == ' ' || buffer[at] == '\t' || buffer[at] == 0)) {
            at++;
        }
        return at;
    }
}

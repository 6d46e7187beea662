package io.bkm.streams.exposition;

import java.util.EnumSet;
import java.util.Set;
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

    private static final int NO_NAME = -1;
    private static final Set<MetricType> TYPES =
            EnumSet.of(MetricType.COUNTER, MetricType.GAUGE, MetricType.HISTOGRAM, MetricType.SUMMARY);

    private final Entry entry = new Entry();
    private final FloatScanner floats = new FloatScanner();
    private final QuotedText quoted = new QuotedText();

    private byte[] buffer = new byte[0];
    private int from;
    private int to;
    private int position;
    private Kind kind = Kind.END;
    private int malformedAt;
    private String malformedMessage = "";

    @Override
    public void reset(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.from = from;
        this.to = to;
        position = from;
        kind = Kind.COMMENT;
        entry.startBody();
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
    public byte[] helpText() {
        return Escapes.unescapeHelp(buffer, entry.textStart, entry.textEnd);
    }

    @Override
    public long startTimestampMs() {
        return 0;
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
            if (at < to && buffer[at] != '\n') {
                entry.lineStart = lineStart;
                return read(lineStart, at, buffer[at]);
            }
            at++;
        }
        return Kind.END;
    }

    private Kind read(int lineStart, int at, byte first) {
        if (Bytes.startsMetricName(first)) {
            return series(lineStart, at, false);
        }
        return switch (first) {
            case '#' -> comment(at);
            case '{' -> series(lineStart, at, true);
            case 0 -> Kind.END;
            default -> malformed(at, "expected a series, a comment or an empty line");
        };
    }

    private Kind series(int lineStart, int at, boolean braceFirst) {
        entry.seriesStart = lineStart;
        entry.nameStart = braceFirst ? NO_NAME : lineStart;
        entry.nameEnd = braceFirst ? at : Bytes.endOfMetricName(buffer, at, to);
        entry.nameEscapes = false;
        entry.labels.clear();
        int end = entry.nameEnd;
        int brace = braceFirst ? at : skipBlanks(end);
        if (isAt(brace, '{')) {
            end = labels(brace + 1);
            if (end < 0) {
                return Kind.MALFORMED;
            }
        }
        if (entry.nameStart == NO_NAME) {
            return malformed(at, "expected a metric name before or within the braces");
        }
        entry.seriesEnd = end;
        return value(skipBlanks(end));
    }

    /** Labels, from after the opening brace. Returns the place after the closing one, -1: malformed. */
    private int labels(int from) {
        int at = skipBlanks(from);
        while (!isAt(at, '}')) {
            boolean inQuotes = isAt(at, '"');
            int start = inQuotes ? at + 1 : at;
            int end = endOfLabelName(at);
            if (end < 0) {
                return -1;
            }
            boolean escapes = inQuotes && quoted.hasBackslash();
            at = skipBlanks(inQuotes ? end + 1 : end);
            if (inQuotes && (isAt(at, ',') || isAt(at, '}'))) {
                if (entry.nameStart != NO_NAME) {
                    return refuse(start, "expected one metric name only");
                }
                entry.nameStart = start;
                entry.nameEnd = end;
                entry.nameEscapes = escapes;
            } else {
                at = labelValue(at, start, end, escapes);
                if (at < 0) {
                    return -1;
                }
                at = skipBlanks(at);
            }
            // The comma may be left out, and one may follow the last label.
            at = isAt(at, ',') ? skipBlanks(at + 1) : at;
        }
        return at + 1;
    }

    private boolean isAt(int at, char c) {
        return at < to && buffer[at] == c;
    }

    /** Where the label name that begins at {@code at} ends, before a closing quote; -1: malformed. */
    private int endOfLabelName(int at) {
        if (isAt(at, '"')) {
            int close = quoted.end(buffer, at + 1, to, false, true);
            return close < 0 ? refuse(at, "expected a label name with a closing quote") : close;
        }
        return at < to && Bytes.startsLabelName(buffer[at])
                ? Bytes.endOfLabelName(buffer, at, to)
                : refuse(at, "expected a label name");
    }

    /** Reads {@code ="value"} and adds the label. Returns the place after it, -1: malformed. */
    private int labelValue(int equals, int nameStart, int nameEnd, boolean nameEscapes) {
        if (!isAt(equals, '=')) {
            return refuse(equals, "expected '=' after a label name");
        }
        int open = skipBlanksAndNuls(equals + 1);
        if (!isAt(open, '"')) {
            return refuse(open, "expected a label value in quotes");
        }
        int close = quoted.end(buffer, open + 1, to, true, true);
        if (close < 0) {
            return refuse(open, "expected a label value with a closing quote");
        }
        // NULs after the quote count as part of the quoted text, so that the last of them is taken for the quote.
        int end = Bytes.skipNuls(buffer, close + 1, to);
        if (quoted.hasNonAscii() && !Bytes.isUtf8(buffer, open, end)) {
            return refuse(open, "expected a label value in UTF-8");
        }
        entry.labels.add(nameStart, nameEnd, nameEscapes, open + 1, end - 1, quoted.hasBackslash());
        return end;
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
        int at = Bytes.afterWord(buffer, from, to, word);
        int end = at < 0 ? at : skipBlanksAndNuls(at);
        return end > at ? end : -1;
    }

    private Kind metadata(Kind metadata, int from) {
        int after;
        if (from < to && buffer[from] == '"') {
            int close = quoted.end(buffer, from + 1, to, false, true);
            if (close < 0) {
                return malformed(from, "expected a metric name with a closing quote after " + metadata);
            }
            entry.nameStart = from + 1;
            entry.nameEnd = close;
            entry.nameEscapes = quoted.hasBackslash();
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
        var type = typeNamed(entry.textStart, entry.textEnd);
        if (type == null) {
            return malformed(entry.textStart, "expected a type: counter, gauge, histogram, summary or untyped");
        }
        entry.type = type;
        return Kind.TYPE;
    }

    private @Nullable MetricType typeNamed(int start, int end) {
        if (Bytes.equal(buffer, start, end, "untyped")) {
            return MetricType.UNKNOWN;
        }
        var type = MetricType.named(buffer, start, end);
        return type != null && TYPES.contains(type) ? type : null;
    }

    private Kind malformed(int at, String message) {
        malformedAt = Math.min(at, to);
        malformedMessage = message;
        return Kind.MALFORMED;
    }

    private int refuse(int at, String message) {
        malformed(at, message);
        return -1;
    }

    private boolean hasNul(int from, int end) {
        for (int at = from; at < end; at++) {
            if (buffer[at] == 0) {
                return true;
            }
        }
        return false;
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

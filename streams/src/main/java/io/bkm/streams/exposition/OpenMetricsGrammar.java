package io.bkm.streams.exposition;

import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One entry of OpenMetrics text after the other, by {@code openmetricslex.l} of Prometheus 3.11, which is more lenient
 * than the specification. 3.5 differs in one thing: there, an unquoted label without a value is taken for the metric
 * name.
 *
 * <p>What surprises most: a value that something unexpected follows still gives its series, and the error comes with the
 * next entry; a blank is one space, and stands only where the grammar has it; NULs in label values, help texts and
 * keywords are skipped by the grammar but stay in the text.
 */
final class OpenMetricsGrammar {

    private static final int NO_NAME = -1;

    private final FloatScanner floats = new FloatScanner();
    private final QuotedText quoted = new QuotedText();

    private byte[] buffer = new byte[0];
    private int to;
    private int position;

    /** Of the last metadata line. */
    private int familyNameLength;

    /** The line before ended in something unexpected: what comes next is malformed, whatever it is. */
    private boolean broken;

    private int malformedAt;
    private String malformedMessage = "";

    /** Where the grammar stands, to come back to. */
    record Place(int position, int familyNameLength, boolean broken) {}

    void reset(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.to = to;
        returnTo(new Place(from, 0, false));
    }

    Place place() {
        return new Place(position, familyNameLength, broken);
    }

    void returnTo(Place place) {
        position = place.position;
        familyNameLength = place.familyNameLength;
        broken = place.broken;
    }

    int familyNameLength() {
        return familyNameLength;
    }

    int malformedAt() {
        return malformedAt;
    }

    String malformedMessage() {
        return malformedMessage;
    }

    /** Reads the next entry into {@code into}. */
    Kind read(Entry into) {
        if (position >= to) {
            return malformed(to, "expected # EOF at the end");
        }
        byte c = buffer[position];
        into.lineStart = position;
        if (broken) {
            return malformed(position, "expected the end of the line, a timestamp or an exemplar");
        }
        if (c == '#') {
            return metadata(into);
        }
        return c == '{' || Bytes.startsMetricName(c)
                ? series(into, c == '{')
                : malformed(position, "expected a series, HELP, TYPE, UNIT or # EOF");
    }

    private Kind metadata(Entry into) {
        int keyword = position + 2;
        if (keyword < to && buffer[position + 1] == ' ') {
            int after = Bytes.afterWord(buffer, keyword, to, "EOF");
            if (after >= 0) {
                return end(after);
            }
            after = Bytes.afterWord(buffer, keyword, to, "HELP ");
            if (after >= 0) {
                return metadata(into, Kind.HELP, after);
            }
            after = Bytes.afterWord(buffer, keyword, to, "TYPE ");
            if (after >= 0) {
                return metadata(into, Kind.TYPE, after);
            }
            after = Bytes.afterWord(buffer, keyword, to, "UNIT ");
            if (after >= 0) {
                return metadata(into, Kind.UNIT, after);
            }
        }
        return malformed(position, "expected HELP, TYPE, UNIT or EOF after #");
    }

    private Kind end(int afterWord) {
        boolean newline = afterWord < to && buffer[afterWord] == '\n';
        int rest = newline ? Bytes.skipNuls(buffer, afterWord + 1, to) : afterWord;
        return rest == to ? Kind.END : malformed(rest, "expected nothing after # EOF");
    }

    private Kind metadata(Entry into, Kind metadata, int name) {
        int after;
        if (name < to && buffer[name] == '"') {
            int close = quoted.end(buffer, name + 1, to, false, true);
            if (close < 0) {
                return malformed(name, "expected a metric name with a closing quote after " + metadata);
            }
            into.nameStart = name + 1;
            into.nameEnd = close;
            into.nameEscapes = quoted.hasBackslash();
            after = close + 1;
        } else if (name < to && Bytes.startsMetricName(buffer[name])) {
            after = Bytes.endOfMetricName(buffer, name, to);
            into.nameStart = name;
            into.nameEnd = after;
            into.nameEscapes = false;
        } else {
            return malformed(name, "expected a metric name after " + metadata);
        }
        familyNameLength = into.nameEnd - into.nameStart;
        int newline = Bytes.indexOfNewline(buffer, after, to);
        if (after == to || buffer[after] != ' ' || newline == to) {
            return malformed(after, "expected a space and a text, ended by a newline");
        }
        // NULs after the newline count as part of the line, so that the last of them is taken for the newline.
        position = Bytes.skipNuls(buffer, newline + 1, to);
        into.textStart = after + 1;
        into.textEnd = position - 1;
        return switch (metadata) {
            case TYPE -> type(into);
            case HELP -> help(into);
            default -> unit(into);
        };
    }

    private Kind type(Entry into) {
        var type = MetricType.named(buffer, into.textStart, into.textEnd);
        if (type == null) {
            return malformed(into.textStart, "expected a type of OpenMetrics");
        }
        into.type = type;
        return Kind.TYPE;
    }

    private Kind help(Entry into) {
        return Bytes.isUtf8(buffer, into.textStart, into.textEnd)
                ? Kind.HELP
                : malformed(into.textStart, "expected a help text in UTF-8");
    }

    private Kind unit(Entry into) {
        into.unitStart = into.textStart;
        into.unitEnd = into.textEnd;
        int length = into.unitEnd - into.unitStart;
        int suffix = into.nameEnd - length;
        boolean suffixed = suffix > into.nameStart
                && buffer[suffix - 1] == '_'
                && Arrays.equals(buffer, suffix, into.nameEnd, buffer, into.unitStart, into.unitEnd);
        return length == 0 || suffixed
                ? Kind.UNIT
                : malformed(into.unitStart, "expected a unit that the metric name ends in");
    }

    private Kind series(Entry into, boolean braceFirst) {
        into.seriesStart = position;
        into.nameStart = braceFirst ? NO_NAME : position;
        into.nameEnd = braceFirst ? position : Bytes.endOfMetricName(buffer, position, to);
        into.nameEscapes = false;
        into.hasExemplar = false;
        into.labels.clear();
        int after = into.nameEnd;
        if (isAt(after, '{')) {
            after = labels(into.labels, into, after + 1);
            if (after < 0) {
                return Kind.MALFORMED;
            }
        }
        if (into.nameStart == NO_NAME) {
            return malformed(position, "expected a metric name before or within the braces");
        }
        into.seriesEnd = after;
        return value(into, after);
    }

    /**
     * Labels, from after the opening brace. Returns the place after the closing one, -1: malformed.
     *
     * @param series the one whose labels they are, and which they may name; null: they are an exemplar's, which allow
     *     neither NULs nor newlines
     */
    private int labels(LabelPositions labels, @Nullable Entry series, int from) {
        labels.clear();
        int at = from;
        while (!isAt(at, '}')) {
            boolean inQuotes = isAt(at, '"');
            int start = inQuotes ? at + 1 : at;
            int end = endOfLabelName(at, series != null);
            if (end < 0) {
                return -1;
            }
            boolean escapes = inQuotes && quoted.hasBackslash();
            at = inQuotes ? end + 1 : end;
            if (series != null && inQuotes && (isAt(at, ',') || isAt(at, '}'))) {
                if (series.nameStart != NO_NAME) {
                    return refuse(start, "expected one metric name only");
                }
                series.nameStart = start;
                series.nameEnd = end;
                series.nameEscapes = escapes;
            } else {
                at = labelValue(labels, at, start, end, escapes, series != null);
                if (at < 0) {
                    return -1;
                }
                if (!isAt(at, ',') && !isAt(at, '}')) {
                    return refuse(at, "expected a comma or a closing brace");
                }
            }
            at = isAt(at, ',') ? at + 1 : at;
        }
        return at + 1;
    }

    private boolean isAt(int at, char c) {
        return at < to && buffer[at] == c;
    }

    /** Where the label name that begins at {@code at} ends, before a closing quote; -1: malformed. */
    private int endOfLabelName(int at, boolean newlines) {
        if (at < to && buffer[at] == '"') {
            int close = quoted.end(buffer, at + 1, to, false, newlines);
            return close < 0 ? refuse(at, "expected a label name with a closing quote") : close;
        }
        return at < to && Bytes.startsLabelName(buffer[at])
                ? Bytes.endOfLabelName(buffer, at, to)
                : refuse(at, "expected a label name");
    }

    /** Reads {@code ="value"} and adds the label. Returns the place after it, -1: malformed. */
    private int labelValue(
            LabelPositions into, int equals, int nameStart, int nameEnd, boolean nameEscapes, boolean nuls) {
        if (equals >= to || buffer[equals] != '=') {
            return refuse(equals, "expected '=' after a label name");
        }
        int open = equals + 1;
        if (open >= to || buffer[open] != '"') {
            return refuse(open, "expected a label value in quotes");
        }
        int close = quoted.end(buffer, open + 1, to, nuls, false);
        if (close < 0) {
            return refuse(open, "expected a label value with a closing quote");
        }
        // NULs after the quote count as part of the quoted text, so that the last of them is taken for the quote.
        int end = nuls ? Bytes.skipNuls(buffer, close + 1, to) : close + 1;
        if (quoted.hasNonAscii() && !Bytes.isUtf8(buffer, open, end)) {
            return refuse(open, "expected a label value in UTF-8");
        }
        into.add(nameStart, nameEnd, nameEscapes, open + 1, end - 1, quoted.hasBackslash());
        return end;
    }

    private Kind value(Entry into, int space) {
        int end = endOfWord(space);
        if (end < 0) {
            return malformed(space, "expected a space and a value after the series");
        }
        into.value = floats.parse(buffer, space + 1, end);
        if (floats.end() < 0) {
            return malformed(space + 1, "expected a float");
        }
        into.valueStart = space + 1;
        into.valueEnd = end;
        into.hasTimestamp = false;
        if (end == to) {
            return malformed(to, "expected # EOF at the end");
        }
        if (startsExemplar(end)) {
            return exemplar(into, end);
        }
        int timestampEnd = looksLikeExemplar(end) ? -1 : endOfWord(end);
        if (timestampEnd >= 0) {
            return timestamp(into, end + 1, timestampEnd);
        }
        return buffer[end] == '\n' ? seriesUpTo(end) : brokenAfter(end);
    }

    private Kind timestamp(Entry into, int start, int end) {
        double seconds = floats.parse(buffer, start, end);
        if (floats.end() < 0 || !Double.isFinite(seconds)) {
            return malformed(start, "expected a timestamp in seconds");
        }
        into.hasTimestamp = true;
        into.timestampMs = milliseconds(seconds);
        if (startsExemplar(end)) {
            return exemplar(into, end);
        }
        return end < to && buffer[end] == '\n'
                ? seriesUpTo(end)
                : malformed(end, "expected the end of the line or an exemplar");
    }

    private Kind exemplar(Entry into, int start) {
        var exemplar = into.exemplar;
        int space = labels(exemplar.labels, null, start + 4);
        if (space < 0) {
            return Kind.MALFORMED;
        }
        int end = endOfWord(space);
        if (end < 0) {
            return malformed(space, "expected a space and a value after the labels of the exemplar");
        }
        exemplar.value = floats.parse(buffer, space + 1, end);
        if (floats.end() < 0) {
            return malformed(space + 1, "expected a float");
        }
        exemplar.hasTimestamp = end < to && buffer[end] == ' ';
        if (exemplar.hasTimestamp) {
            int timestampEnd = endOfWord(end);
            double seconds = timestampEnd < 0 ? Double.NaN : floats.parse(buffer, end + 1, timestampEnd);
            if (timestampEnd < 0 || floats.end() < 0 || !Double.isFinite(seconds)) {
                return malformed(end, "expected a timestamp in seconds");
            }
            exemplar.timestampMs = milliseconds(seconds);
            end = timestampEnd;
        }
        if (end == to || buffer[end] != '\n') {
            return malformed(end, "expected the end of the line after the exemplar");
        }
        into.hasExemplar = true;
        return seriesUpTo(end);
    }

    private boolean startsExemplar(int at) {
        return looksLikeExemplar(at) && at + 3 < to && buffer[at + 3] == '{';
    }

    private boolean looksLikeExemplar(int at) {
        return at + 2 < to && buffer[at] == ' ' && buffer[at + 1] == '#' && buffer[at + 2] == ' ';
    }

    /** Where the word after the space at {@code space} ends; -1 when there is no space or no word. */
    private int endOfWord(int space) {
        if (space >= to || buffer[space] != ' ') {
            return -1;
        }
        int at = space + 1;
        while (at < to && buffer[at] != ' ' && buffer[at] != '\n' && buffer[at] != 0) {
            at++;
        }
        return at == space + 1 ? -1 : at;
    }

    private Kind seriesUpTo(int newline) {
        position = newline + 1;
        return Kind.SERIES;
    }

    private Kind brokenAfter(int end) {
        position = end;
        broken = true;
        return Kind.SERIES;
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

    /** Seconds to milliseconds, truncated. What does not fit is what Go makes of it on amd64, the lowest long. */
    static long milliseconds(double seconds) {
        double milliseconds = seconds * 1000;
        return milliseconds >= -0x1p63 && milliseconds < 0x1p63 ? (long) milliseconds : Long.MIN_VALUE;
    }
}

package io.bkm.streams.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes one sample line apart, in the text format or OpenMetrics. Used for a series that was not seen before and for
 * lines out of the ordinary: a line that is wrong costs itself only, as in bkmonitorbeat, while the parser of
 * {@code exposition} answers for a whole body as Prometheus does. Not for sharing between threads.
 */
final class SeriesLine {

    private byte[] body = new byte[0];
    private int at;
    private int end;

    private int nameStart;
    private int nameEnd;
    private int seriesEnd;
    private int valueStart;
    private int valueEnd;
    private int timestampStart;
    private int timestampEnd;
    private int exemplarAt;
    private boolean plain;
    private int labels;
    /** For each label: start and end of the name, start and end of the raw value. */
    private int[] places = new int[4 * 16];

    /**
     * Reads the line in {@code [from, to)}, its line feed not included.
     *
     * @return null when it is good, else what is wrong with it
     */
    @Nullable
    String read(byte[] bytes, int from, int to) {
        body = bytes;
        at = from;
        end = to;
        labels = 0;
        plain = true;
        timestampStart = -1;
        exemplarAt = -1;
        nameStart = from;
        if (at < end && isNameStart(body[at])) {
            while (at < end && isNamePart(body[at])) {
                at++;
            }
            nameEnd = at;
            seriesEnd = at;
            blanks();
        } else if (at < end && body[at] == '{') {
            nameEnd = -1;
        } else {
            return expected("a metric name");
        }
        if (at < end && body[at] == '{') {
            var wrong = braces();
            if (wrong != null) {
                return wrong;
            }
            if (nameEnd < 0) {
                return "a series without a name (expected: name{…} or {\"name\",…})";
            }
            seriesEnd = at;
            blanks();
        } else if (at == seriesEnd) {
            return expected("a blank and a value");
        }
        valueStart = at;
        token();
        valueEnd = at;
        if (valueStart == valueEnd) {
            return expected("a value");
        }
        blanks();
        if (at < end && body[at] != '#') {
            timestampStart = at;
            token();
            timestampEnd = at;
            blanks();
        }
        if (at < end && body[at] == '#') {
            exemplarAt = at;
        } else if (at < end) {
            return expected("the end of the line");
        }
        return validUtf8(nameStart, seriesEnd) ? null : "a name or a label value is not UTF-8";
    }

    /**
     * Reads an exemplar, {@code {labels} value [timestamp]}.
     *
     * @return null when it is good, else what is wrong with it
     */
    @Nullable
    String readExemplar(byte[] bytes, int from, int to) {
        body = bytes;
        at = from;
        end = to;
        labels = 0;
        nameStart = from;
        nameEnd = from;
        timestampStart = -1;
        exemplarAt = -1;
        blanks();
        if (at >= end || body[at] != '{') {
            return expected("'{'");
        }
        var wrong = braces();
        if (wrong != null) {
            return wrong;
        }
        seriesEnd = at;
        blanks();
        valueStart = at;
        token();
        valueEnd = at;
        blanks();
        if (at < end) {
            timestampStart = at;
            token();
            timestampEnd = at;
        }
        return validUtf8(from, seriesEnd) ? null : "a label of an exemplar is not UTF-8";
    }

    private @Nullable String braces() {
        at++;
        blanks();
        boolean first = true;
        while (at < end && body[at] != '}') {
            int start = at;
            int stop;
            boolean quoted = body[at] == '"';
            if (quoted) {
                start++;
                var wrong = skipQuoted();
                if (wrong != null) {
                    return wrong;
                }
                stop = at - 1;
                plain = false;
            } else if (isNameStart(body[at]) && body[at] != ':') {
                while (at < end && isNamePart(body[at]) && body[at] != ':') {
                    at++;
                }
                stop = at;
            } else {
                return expected("a label name");
            }
            int afterName = at;
            blanks();
            if (at < end && body[at] == '=') {
                plain &= at == afterName;
                at++;
                int beforeValue = at;
                blanks();
                plain &= at == beforeValue;
                if (at >= end || body[at] != '"') {
                    return expected("a quoted label value");
                }
                int valueFrom = at + 1;
                var wrong = skipQuoted();
                if (wrong != null) {
                    return wrong;
                }
                label(start, stop, valueFrom, at - 1);
            } else if (quoted && first && nameEnd < 0) {
                nameStart = start;
                nameEnd = stop;
            } else {
                return expected("'=' after the label name");
            }
            first = false;
            blanks();
            if (at < end && body[at] == ',') {
                at++;
                blanks();
            } else if (at < end && body[at] != '}') {
                return expected("',' or '}'");
            }
        }
        if (at >= end) {
            return expected("'}'");
        }
        at++;
        return null;
    }

    private void label(int start, int stop, int valueFrom, int valueTo) {
        if (4 * labels == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        int place = 4 * labels++;
        places[place] = start;
        places[place + 1] = stop;
        places[place + 2] = valueFrom;
        places[place + 3] = valueTo;
    }

    /** From a quote to after the next one that has no backslash before it. */
    private @Nullable String skipQuoted() {
        at++;
        while (at < end && body[at] != '"') {
            byte b = body[at];
            if (b == '\\') {
                at++;
                // The three escapes of the format are those of JSON; any other is two characters.
                plain &= at < end && (body[at] == '\\' || body[at] == '"' || body[at] == 'n');
            } else if (b >= 0 && b < 0x20) {
                plain = false;
            }
            at++;
        }
        if (at >= end) {
            return expected("a closing quote");
        }
        at++;
        return null;
    }

    private void blanks() {
        while (at < end && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
    }

    private void token() {
        while (at < end && body[at] != ' ' && body[at] != '\t') {
            at++;
        }
    }

    private String expected(String what) {
        int excerptEnd = Math.min(end, at + 20);
        var got = at >= end ? "the end of the line" : '"' + text(at, excerptEnd) + '"';
        return got + " (expected: " + what + ")";
    }

    /** After the series: where it ends in the body. */
    int seriesEnd() {
        return seriesEnd;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    boolean hasTimestamp() {
        return timestampStart >= 0;
    }

    String timestamp() {
        return text(timestampStart, timestampEnd);
    }

    /** Where the {@code #} before an exemplar is, -1 without one. */
    int exemplarAt() {
        return exemplarAt;
    }

    int nameStart() {
        return nameStart;
    }

    int nameEnd() {
        return nameEnd;
    }

    String name() {
        return unescape(nameStart, nameEnd);
    }

    int labels() {
        return labels;
    }

    int labelNameStart(int label) {
        return places[4 * label];
    }

    int labelNameEnd(int label) {
        return places[4 * label + 1];
    }

    int labelValueStart(int label) {
        return places[4 * label + 2];
    }

    int labelValueEnd(int label) {
        return places[4 * label + 3];
    }

    String labelName(int label) {
        return unescape(labelNameStart(label), labelNameEnd(label));
    }

    String labelValue(int label) {
        return unescape(labelValueStart(label), labelValueEnd(label));
    }

    /** Whether {@code name="value"} can go to JSON as it stands, but for the quotes of the name. */
    boolean isPlain() {
        return plain;
    }

    private String unescape(int from, int to) {
        var raw = text(from, to);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var clean = new StringBuilder(raw.length());
        boolean escaped = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (escaped) {
                switch (c) {
                    case 'n' -> clean.append('\n');
                    case '"', '\\' -> clean.append(c);
                    default -> clean.append('\\').append(c); // an unknown escape is two characters
                }
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    private boolean validUtf8(int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] < 0) {
                try {
                    var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, from, to - from));
                    return true;
                } catch (CharacterCodingException notUtf8) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isNameStart(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b == ':';
    }

    private static boolean isNamePart(byte b) {
        return isNameStart(b) || (b >= '0' && b <= '9');
    }
}

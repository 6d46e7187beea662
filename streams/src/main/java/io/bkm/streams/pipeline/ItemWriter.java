package io.bkm.streams.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * Writes packet items (specs/bkmonitor-operator.md 9.9) by the plans of their series. The hot side of the path: bytes are
 * copied, nothing is allocated.
 */
final class ItemWriter {

    private static final byte[] DIMENSION = ascii("{\"dimension\":{");
    private static final byte[] METRICS = ascii("},\"metrics\":{\"");
    private static final byte[] TIMESTAMP = ascii("},\"timestamp\":");
    /** All of a recipe's item after its dimensions, but for metric and value. */
    private static final int FRAME = 128;

    private final GroupLabels group;
    private final JsonBuffer out;
    /** What ends an item of the time below: nearly all items of a scrape end alike. */
    private final JsonBuffer end = new JsonBuffer(64);

    private long endMillis = -1;
    private byte[] plan = new byte[0];
    private int at;

    ItemWriter(GroupLabels group, JsonBuffer out) {
        this.group = group;
        this.out = out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Writes the items of one sample, each with a comma after it.
     *
     * @param seriesStart where the text of the series begins in {@code body}
     * @param value the number as JSON: {@code body} or another array
     * @param exemplar {@code ,"exemplar":{…}} as JSON, or empty
     * @return how many items: none for a dropped series
     */
    int write(
            byte[] program,
            int planAt,
            byte[] body,
            int seriesStart,
            byte[] value,
            int valueStart,
            int valueEnd,
            long timestampMillis,
            byte[] exemplar) {
        plan = program;
        at = planAt + 1;
        return switch (program[planAt]) {
            case SeriesPlan.RECIPE -> {
                recipe(body, seriesStart, value, valueStart, valueEnd, timestampMillis, exemplar);
                yield 1;
            }
            case SeriesPlan.RENDERED -> rendered(value, valueStart, valueEnd, timestampMillis, exemplar);
            case SeriesPlan.JOINED -> {
                var _ = varint();
                yield write(program, at, body, seriesStart, value, valueStart, valueEnd, timestampMillis, exemplar);
            }
            default -> 0;
        };
    }

    private void recipe(
            byte[] body,
            int seriesStart,
            byte[] value,
            int valueStart,
            int valueEnd,
            long timestampMillis,
            byte[] exemplar) {
        int nameLength = varint();
        out.put(DIMENSION);
        int dimensionsAt = out.length();
        int conflicts = varint();
        int conflictsAt = at;
        if (conflicts == 0) {
            group.write(out, 0, group.size());
        } else {
            groupAround(conflicts);
        }
        at = conflictsAt + 2 * conflicts;
        labels(body, seriesStart + nameLength, varint());
        if (out.length() > dimensionsAt) {
            out.setLength(out.length() - 1);
        }
        int metricsFrom = 0;
        if (exemplar.length > 0) {
            out.put('}');
            out.put(exemplar);
            metricsFrom = 1; // its brace
        }
        int valueLength = valueEnd - valueStart;
        byte[] bytes = out.reserve(nameLength + valueLength + FRAME);
        int to = out.length();
        to = JsonBuffer.copy(METRICS, metricsFrom, METRICS.length - metricsFrom, bytes, to);
        to = JsonBuffer.copy(body, seriesStart, nameLength, bytes, to);
        bytes[to++] = '"';
        bytes[to++] = ':';
        to = JsonBuffer.copy(value, valueStart, valueLength, bytes, to);
        out.setLength(to);
        end(timestampMillis);
    }

    /** From {@code name="value"} to {@code "name":"value",}; the value stands two bytes after the end of the name. */
    private void labels(byte[] body, int start, int count) {
        int from = start;
        int to = out.length();
        for (int i = 0; i < count; i++) {
            from += varint();
            int name = varint();
            int value = varint() + 2; // and its quotes
            byte[] bytes = out.reserve(to - out.length() + name + value + JsonBuffer.SLACK);
            bytes[to++] = '"';
            to = JsonBuffer.copy(body, from, name, bytes, to);
            bytes[to++] = '"';
            bytes[to++] = ':';
            from += name + 1;
            to = JsonBuffer.copy(body, from, value, bytes, to);
            bytes[to++] = ',';
            from += value - 1; // gaps are counted from the closing quote on
        }
        out.setLength(to);
    }

    private void end(long timestampMillis) {
        if (timestampMillis != endMillis) {
            endMillis = timestampMillis;
            end.setLength(0);
            end.put(TIMESTAMP);
            end.number(timestampMillis);
            end.put('}');
            end.put(',');
        }
        out.put(end);
    }

    /** The group labels but for those that the series has itself; some of these under their exported name. */
    private void groupAround(int conflicts) {
        int next = 0;
        for (int i = 0; i < conflicts; i++) {
            int index = plan[at++];
            boolean exported = plan[at++] == 1;
            group.write(out, next, index - next);
            if (exported) {
                group.writeExported(out, index);
            }
            next = index + 1;
        }
        group.write(out, next, group.size() - next);
    }

    private int rendered(byte[] value, int valueStart, int valueEnd, long timestampMillis, byte[] exemplar) {
        int copies = plan[at++];
        for (int i = 0; i < copies; i++) {
            part();
            out.put(exemplar);
            part();
            out.put(value, valueStart, valueEnd - valueStart);
            part();
            out.number(timestampMillis);
            out.put('}');
            out.put(',');
        }
        return copies;
    }

    private void part() {
        int length = varint();
        out.put(plan, at, length);
        at += length;
    }

    private int varint() {
        int first = plan[at++];
        return first >= 0 ? first : longVarint(first & 127);
    }

    private int longVarint(int low) {
        int value = low;
        int shift = 7;
        while (plan[at] < 0) {
            value |= (plan[at++] & 127) << shift;
            shift += 7;
        }
        return value | plan[at++] << shift;
    }

    /** An item of our own about the scrape: the target's dimensions and no others. */
    void own(String metric, double value, long timestampMillis) {
        own(metric, value, timestampMillis, GroupLabels.NONE);
    }

    /** As above, with further dimensions as {@code "name":"value",…}. */
    void own(String metric, double value, long timestampMillis, byte[] further) {
        out.put(DIMENSION);
        int dimensionsAt = out.length();
        group.write(out, 0, group.size());
        out.put(further);
        if (out.length() > dimensionsAt) {
            out.setLength(out.length() - 1);
        }
        out.put(METRICS);
        out.ascii(metric);
        out.put('"');
        out.put(':');
        out.number(value);
        end(timestampMillis);
    }
}

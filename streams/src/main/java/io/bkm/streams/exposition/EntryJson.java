package io.bkm.streams.exposition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Entries as JSON, in the form of the conformance cases: {@code {"entry":"series","m":…,"labels":[[name,value],…],
 * "value":{"text","bits"}}}. A string that is not UTF-8 becomes {@code {"b64":…}}.
 */
public final class EntryJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EntryJson() {}

    /**
     * The entry that {@code parser} stands at.
     *
     * @param kind what its {@code next()} gave; neither END nor MALFORMED
     * @param body what it was reset to
     * @param typeAndUnitLabels whether series get {@code __type__} and {@code __unit__}
     */
    public static ObjectNode of(Kind kind, byte[] body, ExpositionParser parser, boolean typeAndUnitLabels) {
        var entry = parser.entry();
        return switch (kind) {
            case TYPE -> metadata("type", body, entry).put("type", entry.type().text());
            case HELP -> metadata("help", body, entry).set("help", string(parser.helpText()));
            case UNIT -> metadata("unit", body, entry).set("unit", string(body, entry.textStart(), entry.textEnd()));
            case COMMENT ->
                NODES.objectNode()
                        .put("entry", "comment")
                        .set("comment", string(body, entry.textStart(), entry.textEnd()));
            case SERIES -> series(body, parser, typeAndUnitLabels);
            case END, MALFORMED -> throw new IllegalArgumentException(kind + " (expected: an entry)");
        };
    }

    private static ObjectNode metadata(String kind, byte[] body, Entry entry) {
        return NODES.objectNode().put("entry", kind).set("m", string(body, entry.nameStart(), entry.nameEnd()));
    }

    private static ObjectNode series(byte[] body, ExpositionParser parser, boolean typeAndUnitLabels) {
        var entry = parser.entry();
        var labels = SeriesLabels.of(body, entry, typeAndUnitLabels);
        return series(body, entry, labels, parser.startTimestampMs(), entry.exemplar());
    }

    /** @param startTimestampMs 0 for none */
    static ObjectNode series(
            byte[] body, Entry entry, SeriesLabels labels, long startTimestampMs, @Nullable Exemplar exemplar) {
        var json = NODES.objectNode();
        json.put("entry", "series");
        json.set("m", string(body, entry.seriesStart(), entry.seriesEnd()));
        json.set("labels", labels(labels));
        json.set("value", number(entry.value()));
        if (entry.hasTimestamp()) {
            json.put("timestampMs", entry.timestampMs());
        }
        if (startTimestampMs != 0) {
            json.put("startTimestampMs", startTimestampMs);
        }
        if (exemplar != null) {
            json.putArray("exemplars").add(exemplar(body, exemplar));
        }
        return json;
    }

    /** @param startTimestampMs 0 for none */
    static ObjectNode histogram(
            SeriesLabels labels,
            ClassicHistogram.Native histogram,
            OptionalLong timestampMs,
            long startTimestampMs,
            ArrayNode exemplars) {
        var json = NODES.objectNode();
        json.put("entry", "histogram");
        json.set("m", string(labels.toSeriesText()));
        json.set("labels", labels(labels));
        json.set("histogram", histogram(histogram));
        timestampMs.ifPresent(timestamp -> json.put("timestampMs", timestamp));
        if (startTimestampMs != 0) {
            json.put("startTimestampMs", startTimestampMs);
        }
        if (!exemplars.isEmpty()) {
            json.set("exemplars", exemplars);
        }
        return json;
    }

    private static ObjectNode histogram(ClassicHistogram.Native histogram) {
        var json = NODES.objectNode();
        boolean integer = histogram.integer();
        json.put("kind", integer ? "integer" : "float");
        json.put("schema", ClassicHistogram.CUSTOM_BUCKETS);
        json.set("count", integer ? NODES.numberNode((long) histogram.count()) : number(histogram.count()));
        json.set("sum", number(histogram.sum()));
        json.set("zeroThreshold", number(0));
        json.set("zeroCount", integer ? NODES.numberNode(0) : number(0));
        var spans = json.putArray("positiveSpans");
        histogram
                .spans()
                .forEach(span -> spans.addObject().put("offset", span.offset()).put("length", span.length()));
        var buckets = json.putArray("positiveBuckets");
        long before = 0;
        for (double count : histogram.counts()) {
            // Those of an integer histogram are written as differences.
            buckets.add(integer ? NODES.numberNode((long) count - before) : number(count));
            before = (long) count;
        }
        json.putArray("negativeSpans");
        json.putArray("negativeBuckets");
        var bounds = json.putArray("customValues");
        histogram.bounds().forEach(bound -> bounds.add(number(bound)));
        return json.put("counterResetHint", 0);
    }

    static ObjectNode exemplar(byte[] body, Exemplar exemplar) {
        var json = NODES.objectNode();
        json.set("labels", labels(SeriesLabels.of(body, exemplar)));
        json.set("value", number(exemplar.value()));
        if (exemplar.hasTimestamp()) {
            json.put("timestampMs", exemplar.timestampMs());
        }
        return json;
    }

    private static ArrayNode labels(SeriesLabels labels) {
        var json = NODES.arrayNode();
        labels.forEach((name, value) -> json.addArray().add(string(name)).add(string(value)));
        return json;
    }

    private static ObjectNode number(double value) {
        return NODES.objectNode()
                .put("text", GoFloat.format(value))
                .put("bits", "%016x".formatted(Double.doubleToRawLongBits(value)));
    }

    private static JsonNode string(byte[] body, int from, int to) {
        return string(Arrays.copyOfRange(body, from, to));
    }

    private static JsonNode string(byte[] bytes) {
        return Bytes.isUtf8(bytes, 0, bytes.length)
                ? NODES.textNode(new String(bytes, StandardCharsets.UTF_8))
                : NODES.objectNode().put("b64", Base64.getEncoder().encodeToString(bytes));
    }
}

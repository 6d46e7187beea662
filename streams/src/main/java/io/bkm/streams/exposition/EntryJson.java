package io.bkm.streams.exposition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

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
        var json = NODES.objectNode();
        json.put("entry", "series");
        json.set("m", string(body, entry.seriesStart(), entry.seriesEnd()));
        json.set("labels", labels(SeriesLabels.of(body, entry, typeAndUnitLabels)));
        json.set("value", number(entry.value()));
        if (entry.hasTimestamp()) {
            json.put("timestampMs", entry.timestampMs());
        }
        var exemplar = entry.exemplar();
        if (exemplar != null) {
            json.putArray("exemplars").add(exemplar(body, exemplar));
        }
        long start = parser.startTimestampMs();
        if (start != 0) {
            json.put("startTimestampMs", start);
        }
        return json;
    }

    private static ObjectNode exemplar(byte[] body, Exemplar exemplar) {
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

package io.bkm.streams.gse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.pekko.util.ByteString;

/**
 * A packet as the agent got it, checked.
 *
 * @param type of the envelope; "" for a heartbeat, which has none
 * @param samples items in {@code data}
 * @param bytes of the JSON
 * @param timeSeconds of the envelope, 0 where it has none
 * @param sentSeconds of the frame's head
 */
public record ReceivedPacket(
        long dataId,
        String type,
        long gseIndex,
        int samples,
        int bytes,
        long timeSeconds,
        long sentSeconds,
        JsonNode json) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * @param headDataId of the frame; must be the body's
     * @throws IllegalArgumentException when the body is no packet, saying why
     */
    static ReceivedPacket check(int headDataId, long sentSeconds, ByteString body) {
        JsonNode json;
        try {
            json = JSON.readTree(body.toArrayUnsafe());
        } catch (IOException e) {
            String first =
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""); // the rest says where in bytes
            throw new IllegalArgumentException("body: " + first, e);
        }
        expect(json.isObject(), "body", json, "an object");
        expect(json.path("dataid").asLong(-1) == headDataId, "dataid", json.path("dataid"), headDataId);
        long gseIndex = json.path("gseindex").asLong();
        expect(gseIndex > 0, "gseindex", json.path("gseindex"), "a positive number");
        String type = json.path("type").asText("");
        var data = json.path("data");
        expect(data.isArray() || data.isMissingNode(), "data", data, "an array");
        data.forEach(item -> checkItem(type, item));
        return new ReceivedPacket(
                headDataId,
                type,
                gseIndex,
                data.size(),
                body.size(),
                json.path("time").asLong(),
                sentSeconds,
                json);
    }

    private static void checkItem(String type, JsonNode item) {
        var dimension = item.path("dimension");
        expect(dimension.isObject(), "dimension", item, "an object");
        dimension
                .properties()
                .forEach(entry -> expect(entry.getValue().isTextual(), entry.getKey(), entry.getValue(), "a text"));
        expect(item.path("timestamp").isIntegralNumber(), "timestamp", item.path("timestamp"), "milliseconds");
        if (type.equals(GsePacket.Type.KUBEEVENT.text())) {
            expect(item.path("event_name").isTextual(), "event_name", item.path("event_name"), "a text");
            expect(item.path("event").isObject(), "event", item.path("event"), "an object");
        } else {
            var metrics = item.path("metrics");
            expect(metrics.isObject() && !metrics.isEmpty(), "metrics", metrics, "an object with a metric");
            metrics.properties()
                    .forEach(
                            entry -> expect(entry.getValue().isNumber(), entry.getKey(), entry.getValue(), "a number"));
        }
    }

    private static void expect(boolean good, String what, JsonNode value, Object expected) {
        if (!good) {
            String text = value.isMissingNode() ? "missing" : value.toString();
            String start = text.length() > 200 ? text.substring(0, 200) + "…" : text;
            throw new IllegalArgumentException(what + ": " + start + " (expected: " + expected + ")");
        }
    }
}

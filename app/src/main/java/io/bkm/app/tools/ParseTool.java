package io.bkm.app.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.exposition.EntryListing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * {@code bkm tool parse}: what stands in an exposition. Each line {@code {"id","content_type","input_b64","options":{…}}}
 * is answered by one line {@code {"id","entries":[…],"error":null|"…"}}; the entries before an error are listed. A
 * {@code "warning"} is added where the body could be read although the Content-Type was wrong.
 *
 * <p>Options: {@code typeAndUnitLabels}, {@code skipCreatedSeries}, {@code convertClassicHistogramsToNHCB}, {@code
 * keepClassicHistograms}, {@code fallbackScrapeProtocol}.
 */
public final class ParseTool {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ParseTool() {}

    public static void run(InputStream in, PrintStream out) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                out.write(MAPPER.writeValueAsBytes(answer(line)));
                out.write('\n');
            }
        }
        out.flush();
    }

    private static ObjectNode answer(String line) {
        JsonNode question;
        try {
            question = MAPPER.readTree(line);
        } catch (JsonProcessingException notJson) {
            return failed(MAPPER.nullNode(), "not JSON: " + notJson.getOriginalMessage());
        }
        if (!question.isObject()) {
            return failed(MAPPER.nullNode(), question.getNodeType() + " (expected: a JSON object)");
        }
        var id = question.path("id");
        byte[] body;
        try {
            body = Base64.getDecoder().decode(question.path("input_b64").asText());
        } catch (IllegalArgumentException notBase64) {
            return failed(id, "input_b64: " + notBase64.getMessage() + " (expected: base64)");
        }
        var listing = EntryListing.of(question.path("content_type").asText(), body, options(question.path("options")));
        var answer = MAPPER.createObjectNode();
        answer.set("id", id);
        answer.set("entries", listing.entries());
        answer.put("error", listing.error());
        if (!listing.warning().isEmpty()) {
            answer.put("warning", listing.warning());
        }
        return answer;
    }

    private static EntryListing.Options options(JsonNode json) {
        return new EntryListing.Options(
                json.path("typeAndUnitLabels").asBoolean(),
                json.path("skipCreatedSeries").asBoolean(),
                json.path("convertClassicHistogramsToNHCB").asBoolean(),
                json.path("keepClassicHistograms").asBoolean(),
                json.path("fallbackScrapeProtocol").asText(""));
    }

    private static ObjectNode failed(JsonNode id, String error) {
        var answer = MAPPER.createObjectNode();
        answer.set("id", id);
        answer.putArray("entries");
        answer.put("error", error);
        return answer;
    }
}

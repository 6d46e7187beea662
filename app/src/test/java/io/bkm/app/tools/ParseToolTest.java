package io.bkm.app.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParseToolTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void listsTheEntriesOfABody() throws IOException {
        var answer = answer(question("text/plain", "# TYPE a summary\na{quantile=\"1\"} 2 3\n", "{}"));

        assertThat(answer).isEqualTo(MAPPER.readTree("""
                {"id": 7, "error": null, "entries": [
                  {"entry": "type", "m": "a", "type": "summary"},
                  {"entry": "series", "m": "a{quantile=\\"1\\"}", "labels": [["__name__", "a"], ["quantile", "1.0"]],
                   "value": {"text": "2", "bits": "4000000000000000"}, "timestampMs": 3}]}
                """));
    }

    @Test
    void listsWhatStoodBeforeAnError() throws IOException {
        var answer = answer(question("text/plain", "a 1\nb x\n", "{}"));

        assertThat(answer.path("entries")).hasSize(1);
        assertThat(answer.path("error").asText()).isEqualTo("line 2: expected a float in: b x");
    }

    @Test
    void usesTheOptions() throws IOException {
        var answer = answer(question(
                "",
                "# TYPE a counter\na 1\n",
                "{\"fallbackScrapeProtocol\":\"PrometheusText0.0.4\",\"typeAndUnitLabels\":true}"));

        assertThat(answer.path("entries").path(1).path("labels").toString())
                .isEqualTo("[[\"__name__\",\"a\"],[\"__type__\",\"counter\"]]");
        assertThat(answer.path("error").isNull()).isTrue();
        assertThat(answer.path("warning").asText()).contains("blank Content-Type");
    }

    @Test
    void answersABadLineAndGoesOn() throws IOException {
        var lines = run("{\"id\":\n\n[]\n{\"id\":\"b\",\"input_b64\":\"***\"}\n" + question("text/html", "", "{}"));

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).path("error").asText()).startsWith("not JSON: ");
        assertThat(lines.get(1).path("error").asText()).contains("expected: a JSON object");
        assertThat(lines.get(2).path("id").asText()).isEqualTo("b");
        assertThat(lines.get(2).path("error").asText()).startsWith("input_b64: ");
        assertThat(lines.get(3).path("error").asText()).contains("unsupported Content-Type \"text/html\"");
    }

    private static String question(String contentType, String body, String options) throws IOException {
        var question = MAPPER.createObjectNode();
        question.put("id", 7);
        question.put("content_type", contentType);
        question.put("input_b64", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        question.set("options", MAPPER.readTree(options));
        return question.toString();
    }

    private static JsonNode answer(String question) throws IOException {
        return run(question).getFirst();
    }

    private static List<JsonNode> run(String lines) throws IOException {
        var out = new ByteArrayOutputStream();
        ParseTool.run(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8));
        try (var answers = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(out.toByteArray())) {
            return answers.readAll();
        }
    }
}

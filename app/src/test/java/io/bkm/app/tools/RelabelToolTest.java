package io.bkm.app.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabelToolTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void relabels() throws Exception {
        var answer = ask("""
                {"id":7,"labels":{"a":"x-1"},"relabel_configs":[{"source_labels":["a"],"regex":"(.)-(.)","target_label":"b","replacement":"$2"}]}
                """);

        assertThat(answer).isEqualTo(JSON.readTree("""
                {"id":7,"keep":true,"labels":{"a":"x-1","b":"1"}}
                """));
    }

    @Test
    void saysThatARuleDropsTheLabels() throws Exception {
        var answer = ask("""
                {"id":"d","labels":{"a":"1"},"relabel_configs":[{"source_labels":["a"],"regex":"1","action":"drop"}]}
                """);

        assertThat(answer).isEqualTo(JSON.readTree("""
                {"id":"d","keep":false}
                """));
    }

    /** An empty field is not one left out, and null is empty, as in Prometheus' YAML. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a1",
                "'\"separator\":\"\"' | a1",
                "'\"regex\":\"\"' | ",
                "'\"regex\":null' | ",
                "'\"replacement\":\"\"' | ",
                "'\"replacement\":7' | 7",
                "'\"action\":\"UpperCase\"' | A1"
            })
    void tellsAnEmptyFieldFromOneLeftOut(String field, String expected) throws Exception {
        var answer = ask("""
                {"id":1,"labels":{"a":"a1"},"relabel_configs":[{"source_labels":["a"],"target_label":"t"%s}]}
                """.formatted(field.isEmpty() ? "" : "," + field));

        assertThat(answer.path("labels").path("t").asText(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"action\":\"\"} | relabel action cannot be empty",
                "{\"action\":\"nope\"} | unknown relabel action \"nope\"",
                "{\"regex\":\"a++\",\"target_label\":\"t\"} | invalid nested repetition operator",
                "{\"action\":\"hashmod\",\"target_label\":\"t\"} | non-zero modulus",
                "{\"action\":\"hashmod\",\"target_label\":\"t\",\"modulus\":-1} | modulus: -1 (expected",
                "{\"target_label\":\"a.b\",\"name_validation_scheme\":\"legacy\"} | \"a.b\" is invalid 'target_label'",
                "{\"target_label\":\"a\",\"name_validation_scheme\":\"x\"} | name_validation_scheme: \"x\" (expected",
                "{\"target_label\":\"a\",\"sourceLabels\":[\"x\"]} | field \"sourceLabels\"",
                "{\"target_label\":[\"a\"]} | target_label: [\"a\"] (expected: a text)",
                "7 | rule: 7 (expected: an object)"
            })
    void namesWhatIsWrongWithARule(String rule, String expected) throws Exception {
        var answer = ask("{\"id\":1,\"labels\":{},\"relabel_configs\":[" + rule + "]}");

        assertThat(answer.path("id").asInt()).isEqualTo(1);
        assertThat(answer.path("error").asText())
                .startsWith("relabel_configs[0]: ")
                .contains(expected);
    }

    @Test
    void makesATargetOfLabelsWithAJob() throws Exception {
        var answer = ask("""
                {"id":1,"labels":{"__address__":"h:1","__meta_x":"y"},"relabel_configs":[],
                 "job":{"job_name":"j","params":{"b":["2","3"],"a":["1"]},"scrape_interval":"5s"}}
                """.replace("\n", " "));

        assertThat(answer).isEqualTo(JSON.readTree("""
                {"id":1,"keep":true,"url":"http://h:1/metrics?a=1&b=2&b=3",
                 "labels":{"__address__":"h:1","__always_scrape_classic_histograms__":"false",
                  "__convert_classic_histograms_to_nhcb__":"false","__metrics_path__":"/metrics","__param_a":"1",
                  "__param_b":"2","__scheme__":"http","__scrape_interval__":"5s","__scrape_native_histograms__":"false",
                  "__scrape_timeout__":"5s","instance":"h:1","job":"j"},
                 "discovered_labels":{"__address__":"h:1","__always_scrape_classic_histograms__":"false",
                  "__convert_classic_histograms_to_nhcb__":"false","__meta_x":"y","__metrics_path__":"/metrics",
                  "__param_a":"1","__param_b":"2","__scheme__":"http","__scrape_interval__":"5s",
                  "__scrape_native_histograms__":"false","__scrape_timeout__":"5s","job":"j"}}
                """));
    }

    @Test
    void takesTheRulesOfTheJobWhereNoneStandBesideIt() throws Exception {
        var answer = ask("""
                {"id":1,"labels":{"__address__":"h"},"job":{"relabel_configs":[{"action":"drop","regex":""}]}}
                """);

        assertThat(answer.path("keep").asBoolean(true)).isFalse();
    }

    @Test
    void handsThroughBytesThatAreNotUtf8ButMakesNoTargetOfThem() throws Exception {
        var labels = "{\"id\":1,\"labels\":{\"__address__\":\"h\",\"a\":{\"b64\":\"Yb3DqQ==\"}},\"relabel_configs\":[]";

        assertThat(ask(labels + "}").path("labels").path("a").path("b64").asText())
                .isEqualTo("Yb3DqQ==");
        assertThat(ask(labels + ",\"job\":{}}").path("error").asText())
                .isEqualTo("invalid label value for \"a\": \"a\\xbdé\"");
    }

    @Test
    void answersEveryLineWhateverStandsInIt() throws Exception {
        var answers = askAll("""
                {"id":1,"labels":
                []
                {"id":2,"labels":{"a":["x"]},"relabel_configs":[]}

                {"id":3,"labels":{"a":"\\ud800"},"relabel_configs":{}}
                {"id":4,"labels":{"a":"1"},"relabel_configs":[{"action":"\\ud800"}]}
                {"id":5,"labels":{"a":"1"},"job":7}
                {"id":6,"labels":{"a":"1"}} x
                {"labels":{"a":"1"}}
                """);

        assertThat(answers).hasSize(8);
        assertThat(answers.subList(0, 7)).allMatch(answer -> answer.has("error"));
        assertThat(answers.getFirst().path("error").asText()).startsWith("line 1: not JSON");
        assertThat(answers.getLast()).isEqualTo(JSON.readTree("""
                {"id":null,"keep":true,"labels":{"a":"1"}}
                """));
    }

    private static JsonNode ask(String line) throws Exception {
        return askAll(line).getFirst();
    }

    private static List<JsonNode> askAll(String lines) throws Exception {
        var out = new ByteArrayOutputStream();
        RelabelTool.run(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8));
        return JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toByteArray())
                .readAll();
    }
}

package io.bkm.crds.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {

    private static final int LIMIT = 10_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @MethodSource("readByGo")
    void readsWhatKubernetesReads(JsonNode known) throws JsonProcessingException {
        var stream = YamlReader.read(known.get("yaml").asText(), LIMIT);

        if (known.get("json").isNull()) {
            assertThat(stream).isInstanceOf(YamlStream.Malformed.class);
        } else {
            assertThat(normal(documents(stream).getFirst().content()))
                    .isEqualTo(normal(JSON.readTree(known.get("json").asText())));
        }
    }

    static List<JsonNode> readByGo() throws IOException {
        var stream = Objects.requireNonNull(YamlReaderTest.class.getResourceAsStream("go-yaml.jsonl"));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().map(YamlReaderTest::json).toList();
        }
    }

    /** {@code y} as a key is text to us alone: a label of that name is more likely than one called true. */
    @ParameterizedTest
    @CsvSource({"y, y", "800e65, 800e65", "1e3, 1e3", "08, 08", "1.5e3, 1.5e3", "0o17, 0o17"})
    void keepsTheTextOfWhatIsANumberOnlyToSome(String written, String text) {
        var value = documents(YamlReader.read("%s: %s".formatted(written, written), LIMIT))
                .getFirst()
                .content()
                .path(text);

        assertThat(value.textValue()).isEqualTo(text);
        assertThat(AmbiguousText.asKubernetesReads(value).isTextual()).isFalse();
    }

    @Test
    void saysWhereEachDocumentBegins() {
        var documents = documents(YamlReader.read("# none\n---\na: 1\n---\n---\n# two\nb: 2\n...\n", LIMIT));

        assertThat(documents).extracting(YamlDocument::line).containsExactly(3, 7);
    }

    @Test
    void tellsOfKeysThatOccurTwice() {
        var documents = documents(YamlReader.read("a:\n  b: 1\n  b: 2\n---\nc: 1\n", LIMIT));

        assertThat(documents).extracting(YamlDocument::duplicateKeys).containsExactly(List.of("line 3: b"), List.of());
    }

    @Test
    void takesAByteOrderMark() {
        assertThat(documents(YamlReader.read("\uFEFFa: 1", LIMIT))).hasSize(1);
    }

    @Test
    void saysWhereTheTextIsBroken() {
        assertThat(YamlReader.read("a: 1\nb: [1, 2\nc: 3\n", LIMIT))
                .isEqualTo(new YamlStream.Malformed("line 3, column 2: expected ',' or ']', but got :"));
    }

    @Test
    void refusesTextsAboveTheLimit() {
        assertThat(YamlReader.read("a: " + "x".repeat(LIMIT), LIMIT)).isInstanceOf(YamlStream.Malformed.class);
    }

    @Test
    void refusesAFewAnchorsThatMeanBillions() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(reason(YamlReader.read(bomb.toString(), LIMIT))).contains("more than 10000 values");
    }

    @Test
    void refusesAnAnchorThatContainsItself() {
        assertThat(reason(YamlReader.read("a: &a [*a]", LIMIT))).contains("nested deeper than");
    }

    private static String reason(YamlStream stream) {
        return ((YamlStream.Malformed) stream).reason();
    }

    private static List<YamlDocument> documents(YamlStream stream) {
        assertThat(stream).isInstanceOf(YamlStream.Documents.class);
        return ((YamlStream.Documents) stream).documents();
    }

    /** Equal numbers in equal form, whatever node holds them. */
    private static JsonNode normal(JsonNode node) {
        return json(asKubernetesReads(node).toString());
    }

    private static JsonNode asKubernetesReads(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var read = JSON.createObjectNode();
            object.properties().forEach(entry -> read.set(entry.getKey(), asKubernetesReads(entry.getValue())));
            return read;
        }
        return AmbiguousText.asKubernetesReads(node);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

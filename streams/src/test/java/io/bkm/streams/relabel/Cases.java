package io.bkm.streams.relabel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bkm.streams.labels.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Reads the case files of {@code conformance/relabel}. */
public final class Cases {

    public static final ObjectMapper JSON = new ObjectMapper();

    private Cases() {}

    /** Each case with its name first. */
    public static Stream<Arguments> of(String file) {
        var cases = read("/conformance/relabel/" + file).path("cases");
        return cases.valueStream()
                .map(node -> Arguments.of(
                        file + " " + node.path("id").asText() + " "
                                + node.path("source").asText(),
                        node));
    }

    /** The lines of a file of {@code differential/relabel}. */
    public static Stream<JsonNode> lines(String file) {
        try (var in = Cases.class.getResourceAsStream("/differential/relabel/" + file)) {
            return JSON
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(Objects.requireNonNull(in, file))
                    .readAll()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode read(String resource) {
        try (var in = Cases.class.getResourceAsStream(resource)) {
            return JSON.readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of {@code {name: value}}; a byte that is not UTF-8 becomes the lone surrogate that stands for it. */
    public static Labels labels(JsonNode map) {
        var builder = new Labels.Builder();
        for (var label : map.properties()) {
            var value = label.getValue();
            builder.set(
                    label.getKey(), value.isObject() ? decode(value.path("b64").asText()) : value.asText());
        }
        return builder.build();
    }

    private static String decode(String base64) {
        var bytes = Base64.getDecoder().decode(base64);
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.equals("\uFFFD") ? String.valueOf((char) (0xDC00 + (bytes[0] & 0xFF))) : text;
    }

    public static List<RelabelRule> rules(JsonNode list) {
        return switch (PrometheusRules.parse(list)) {
            case Rules.Valid(var rules) -> rules;
            case Rules.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }
}

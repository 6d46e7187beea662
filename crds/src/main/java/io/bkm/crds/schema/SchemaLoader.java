package io.bkm.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.bkm.crds.schema.Schema.BooleanSchema;
import io.bkm.crds.schema.Schema.IntOrTextSchema;
import io.bkm.crds.schema.Schema.IntegerSchema;
import io.bkm.crds.schema.Schema.ListSchema;
import io.bkm.crds.schema.Schema.ObjectSchema;
import io.bkm.crds.schema.Schema.Property;
import io.bkm.crds.schema.Schema.TextSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds schemas from their JSON form. Beside OpenAPI's keys it knows {@code $ref}, the name of a definition, and takes
 * {@code title} for what a message says was expected.
 */
public final class SchemaLoader {

    private final JsonNode definitions;

    /** Definitions by name; an empty mapping where the schemas need none. */
    public SchemaLoader(JsonNode definitions) {
        this.definitions = definitions;
    }

    /** Throws where the schema uses something that we do not check: better no start than half a check. */
    public Schema load(JsonNode json) {
        var reference = json.path("$ref").asText();
        if (!reference.isEmpty()) {
            return load(definitions.required(reference));
        }
        if (json.path("x-kubernetes-int-or-string").asBoolean()) {
            return new IntOrTextSchema(json.path("title").asText("a whole number or a text"), pattern(json));
        }
        var type = json.required("type").asText();
        return switch (type) {
            case "object" -> object(json);
            case "array" -> list(json);
            case "string" -> text(json);
            case "integer" -> integer(json);
            case "boolean" -> new BooleanSchema();
            default ->
                throw new IllegalArgumentException(
                        "type: %s (expected: object, array, string, integer or boolean)".formatted(type));
        };
    }

    private ObjectSchema object(JsonNode json) {
        var properties = new LinkedHashMap<String, Property>();
        json.path("properties").properties().forEach(entry -> {
            var property = entry.getValue();
            properties.put(entry.getKey(), new Property(load(property), property.get("default")));
        });
        var values = json.get("additionalProperties");
        return new ObjectSchema(
                Collections.unmodifiableMap(properties),
                texts(json.path("required")),
                values == null ? null : load(values));
    }

    private ListSchema list(JsonNode json) {
        return new ListSchema(
                load(json.required("items")), json.path("minItems").asInt(0), distinctBy(json));
    }

    private static @Nullable List<String> distinctBy(JsonNode json) {
        return switch (json.path("x-kubernetes-list-type").asText("atomic")) {
            case "set" -> List.of();
            case "map" -> List.copyOf(texts(json.required("x-kubernetes-list-map-keys")));
            default -> null;
        };
    }

    private static TextSchema text(JsonNode json) {
        var choices = texts(json.path("enum"));
        var pattern = pattern(json);
        int minLength = json.path("minLength").asInt(0);
        return new TextSchema(expectedText(json, choices, minLength), choices, pattern, minLength);
    }

    private static String expectedText(JsonNode json, Set<String> choices, int minLength) {
        if (json.has("title")) {
            return json.path("title").asText();
        }
        if (!choices.isEmpty()) {
            return "one of " + String.join(", ", choices);
        }
        if (json.has("pattern")) {
            return "a text that matches " + json.path("pattern").asText();
        }
        return minLength > 0 ? "a text, not empty" : "a text";
    }

    private static IntegerSchema integer(JsonNode json) {
        boolean narrow = json.path("format").asText().equals("int32");
        return new IntegerSchema(
                json.path("minimum").asLong(narrow ? Integer.MIN_VALUE : Long.MIN_VALUE),
                json.path("maximum").asLong(narrow ? Integer.MAX_VALUE : Long.MAX_VALUE));
    }

    private static @Nullable Pattern pattern(JsonNode json) {
        return json.has("pattern") ? Pattern.compile(json.path("pattern").asText()) : null;
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    }
}

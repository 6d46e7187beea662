package io.bkm.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import io.bkm.crds.schema.Schema.BooleanSchema;
import io.bkm.crds.schema.Schema.IntOrTextSchema;
import io.bkm.crds.schema.Schema.IntegerSchema;
import io.bkm.crds.schema.Schema.ListSchema;
import io.bkm.crds.schema.Schema.ObjectSchema;
import io.bkm.crds.schema.Schema.TextSchema;
import io.bkm.crds.yaml.AmbiguousText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an API server makes of an object by its schema: unknown fields gone, defaults filled in, everything that is wrong
 * found.
 */
public final class Admission {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> problems = new ArrayList<>();

    private Admission() {}

    /**
     * An object after admission.
     *
     * @param content worth using only where there are no problems
     * @param problems each with the path, the value and what was expected; in the order of the schema
     */
    public record Admitted(JsonNode content, List<String> problems) {

        public Admitted {
            problems = List.copyOf(problems);
        }
    }

    /** The given object is not changed; parts of it are shared by the result. */
    public static Admitted admit(Schema schema, JsonNode object) {
        var admission = new Admission();
        var content = admission.check(schema, object, "");
        return new Admitted(content, admission.problems);
    }

    private JsonNode check(Schema schema, JsonNode given, String path) {
        var value = schema instanceof TextSchema ? given : AmbiguousText.asKubernetesReads(given);
        var checked = switch (schema) {
            case ObjectSchema object ->
                value instanceof ObjectNode mapping ? checkMapping(object, mapping, path) : null;
            case ListSchema list -> value instanceof ArrayNode array ? checkList(list, array, path) : null;
            case TextSchema text -> value.isTextual() && fits(text, value.asText()) ? value : null;
            case IntegerSchema integer -> isWhole(value) ? checkInteger(integer, value) : null;
            case BooleanSchema _ -> value.isBoolean() ? value : null;
            case IntOrTextSchema either -> fits(either, value) ? asInt(value) : null;
        };
        return checked == null ? wrong(path, value, schema.expected()) : checked;
    }

    /** A field that is null is absent, but an item of a list that is null is wrong. */
    private ObjectNode checkMapping(ObjectSchema schema, ObjectNode mapping, String path) {
        var result = JSON.objectNode();
        var values = schema.values();
        if (values != null) {
            mapping.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> result.set(
                            entry.getKey(), check(values, entry.getValue(), path + "[" + entry.getKey() + "]")));
            return result;
        }
        schema.properties().forEach((name, property) -> {
            var at = path.isEmpty() ? name : path + "." + name;
            var value = mapping.get(name);
            if (value != null && !value.isNull()) {
                result.set(name, check(property.schema(), value, at));
            } else if (property.defaultValue() != null) {
                result.set(name, property.defaultValue());
            } else if (schema.required().contains(name)) {
                problems.add("%s: absent (expected: %s)"
                        .formatted(at, property.schema().expected()));
            }
        });
        return result;
    }

    private ArrayNode checkList(ListSchema schema, ArrayNode array, String path) {
        if (array.size() < schema.minItems()) {
            problems.add("%s: %d items (expected: at least %d)".formatted(path, array.size(), schema.minItems()));
        }
        var result = JSON.arrayNode(array.size());
        var seen = new HashSet<JsonNode>();
        var distinctBy = schema.distinctBy();
        for (int i = 0; i < array.size(); i++) {
            var at = "%s[%d]".formatted(path, i);
            var item = check(schema.items(), array.get(i), at);
            result.add(item);
            if (distinctBy != null && !seen.add(identity(item, distinctBy))) {
                wrong(
                        at,
                        item,
                        distinctBy.isEmpty() ? "each item once" : "each " + String.join(", ", distinctBy) + " once");
            }
        }
        return result;
    }

    private static JsonNode identity(JsonNode item, List<String> keys) {
        if (keys.isEmpty()) {
            return item;
        }
        var identity = JSON.arrayNode();
        keys.forEach(key -> identity.add(item.path(key)));
        return identity;
    }

    private static boolean fits(TextSchema schema, String text) {
        return text.codePointCount(0, text.length()) >= schema.minLength()
                && (schema.choices().isEmpty() || schema.choices().contains(text))
                && matches(schema.pattern(), text);
    }

    private static boolean fits(IntOrTextSchema schema, JsonNode value) {
        return value.isTextual()
                ? matches(schema.pattern(), value.asText())
                : isWhole(value) && value.canConvertToInt();
    }

    private static boolean matches(@Nullable Pattern pattern, String text) {
        return pattern == null || pattern.matcher(text).find();
    }

    private static @Nullable JsonNode checkInteger(IntegerSchema schema, JsonNode value) {
        boolean fits =
                value.canConvertToLong() && value.asLong() >= schema.minimum() && value.asLong() <= schema.maximum();
        return fits ? JSON.numberNode(value.asLong()) : null;
    }

    /** 30.0 is whole: JSON does not tell it from 30. */
    private static boolean isWhole(JsonNode value) {
        return value.isNumber() && value.canConvertToExactIntegral();
    }

    private static JsonNode asInt(JsonNode value) {
        return value.isNumber() ? JSON.numberNode(value.asInt()) : value;
    }

    private JsonNode wrong(String path, JsonNode value, String expected) {
        problems.add("%s: %s (expected: %s)".formatted(path, ShownValue.of(value), expected));
        return value;
    }
}

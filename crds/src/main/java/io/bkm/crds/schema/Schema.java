package io.bkm.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An OpenAPI schema, as far as the structural schemas of our CRDs go. */
public sealed interface Schema {

    /** What was expected, as a message says it. */
    String expected();

    /**
     * A mapping.
     *
     * @param properties in the order of the schema; other fields are pruned
     * @param values of a free mapping, which has no properties
     */
    record ObjectSchema(
            Map<String, Property> properties,
            Set<String> required,
            @Nullable Schema values) implements Schema {

        @Override
        public String expected() {
            return "a mapping";
        }
    }

    /**
     * A field of a mapping.
     *
     * @param defaultValue what an absent field becomes
     */
    record Property(Schema schema, @Nullable JsonNode defaultValue) {}

    /**
     * A list.
     *
     * @param distinctBy keys whose values together no two items may share; empty for whole items, null for no such rule
     */
    record ListSchema(Schema items, int minItems, @Nullable List<String> distinctBy) implements Schema {

        @Override
        public String expected() {
            return "a list";
        }
    }

    /** A text. An empty set of choices allows any. */
    record TextSchema(
            String expected, Set<String> choices, @Nullable Pattern pattern, int minLength) implements Schema {}

    /** A whole number. */
    record IntegerSchema(long minimum, long maximum) implements Schema {

        @Override
        public String expected() {
            if (minimum == Long.MIN_VALUE) {
                return maximum == Long.MAX_VALUE ? "a whole number" : "a whole number <= " + maximum;
            }
            return maximum == Long.MAX_VALUE
                    ? "a whole number >= " + minimum
                    : "a whole number from %d to %d".formatted(minimum, maximum);
        }
    }

    /** {@code true} or {@code false}. */
    record BooleanSchema() implements Schema {

        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** A whole number or a text; the pattern holds for texts. */
    record IntOrTextSchema(String expected, @Nullable Pattern pattern) implements Schema {}
}

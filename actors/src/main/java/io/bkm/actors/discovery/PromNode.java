package io.bkm.actors.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping in Prometheus' configuration. Values are asked for by their type; a wrong one is refused without being shown,
 * as it may be a password.
 *
 * @param at path of the mapping, with a dot at its end; "" for the job
 */
record PromNode(JsonNode node, String at) {

    /** @throws Refusal when it is no mapping */
    static PromNode of(JsonNode node, String at) throws Refusal {
        if (!node.isObject()) {
            throw new Refusal(at.isEmpty() ? "job" : at, node.getNodeType().toString(), "a mapping");
        }
        return new PromNode(node, at);
    }

    /** Prometheus reads strictly: what it does not know is a slip. */
    void allow(Set<String> fields) throws Refusal {
        for (var field : node.properties()) {
            if (!fields.contains(field.getKey())) {
                throw new Refusal(at + field.getKey(), "given", "a setting that bkm knows here");
            }
        }
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    String text(String field, String otherwise) throws Refusal {
        var value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isValueNode()) {
            throw new Refusal(at + field, value.getNodeType().toString(), "a text");
        }
        return value.asText();
    }

    @Nullable
    String textOrNull(String field) throws Refusal {
        return has(field) ? text(field, "") : null;
    }

    boolean flag(String field, boolean otherwise) throws Refusal {
        var value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new Refusal(at + field, value.getNodeType().toString(), "true or false");
        }
        return value.asBoolean();
    }

    long number(String field) throws Refusal {
        var value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.asLong() < 0) {
            throw new Refusal(at + field, value.getNodeType().toString(), "a number, at least 0");
        }
        return value.asLong();
    }

    Duration duration(String field, Duration otherwise) throws Refusal {
        return JobTiming.orElse(text(field, ""), otherwise, at + field);
    }

    List<String> texts(String field) throws Refusal {
        var texts = new ArrayList<String>();
        for (var item : items(field)) {
            if (!item.isValueNode()) {
                throw new Refusal(at + field, item.getNodeType().toString(), "texts");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    private JsonNode items(String field) throws Refusal {
        var value = node.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
            throw new Refusal(at + field, value.getNodeType().toString(), "a list");
        }
        return value;
    }

    List<PromNode> mappings(String field) throws Refusal {
        var mappings = new ArrayList<PromNode>();
        for (var item : items(field)) {
            mappings.add(of(item, at + field + "[" + mappings.size() + "]."));
        }
        return mappings;
    }

    /** Null where it is not given. */
    @Nullable
    PromNode mapping(String field) throws Refusal {
        return has(field) ? of(node.path(field), at + field + ".") : null;
    }

    Map<String, String> map(String field) throws Refusal {
        var map = new LinkedHashMap<String, String>();
        var of = mapping(field);
        if (of != null) {
            for (var entry : of.node().properties()) {
                map.put(entry.getKey(), of.text(entry.getKey(), ""));
            }
        }
        return map;
    }

    Map<String, List<String>> lists(String field) throws Refusal {
        var map = new LinkedHashMap<String, List<String>>();
        var of = mapping(field);
        if (of != null) {
            for (var entry : of.node().properties()) {
                map.put(entry.getKey(), of.texts(entry.getKey()));
            }
        }
        return map;
    }
}

package io.bkm.actors.sd.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.labels.NameScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads target groups as Prometheus does ({@code discovery/targetgroup}): a list of {@code {"targets": ["host:port"],
 * "labels": {"name": "value"}}} and nothing else.
 *
 * @param source what stands before the group's number in its source
 * @param metaLabel of all targets
 */
record GroupReader(String source, String metaLabel, String metaValue) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Group by group, so that a long list takes no more than its groups do. */
    List<FoundGroup> json(byte[] bytes) throws LookupFailure {
        var groups = new ArrayList<FoundGroup>();
        try (var parser = JSON.createParser(bytes)) {
            var first = parser.nextToken();
            if (first == JsonToken.VALUE_NULL) {
                return List.of();
            }
            if (first != JsonToken.START_ARRAY) {
                throw new LookupFailure("no list (expected: a list of target groups)");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                groups.add(group(parser.<JsonNode>readValueAsTree(), groups.size(), false));
            }
            if (parser.nextToken() != null) {
                throw new LookupFailure("something after the list (expected: a list of target groups)");
            }
            return groups;
        } catch (JsonProcessingException broken) {
            var location = broken.getLocation();
            throw new LookupFailure("no JSON at line %d, column %d (expected: a list of target groups)"
                    .formatted(
                            location == null ? 0 : location.getLineNr(),
                            location == null ? 0 : location.getColumnNr()));
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes that cannot be read", impossible);
        }
    }

    /** In YAML a number or a boolean is a text too. */
    List<FoundGroup> yaml(byte[] bytes, int maxSize) throws LookupFailure {
        return switch (YamlReader.read(new String(bytes, StandardCharsets.UTF_8), maxSize)) {
            case YamlStream.Malformed(var reason) -> throw new LookupFailure(reason);
            case YamlStream.Documents(var documents) -> {
                var groups = new ArrayList<FoundGroup>();
                for (var document : documents.subList(0, Math.min(1, documents.size()))) {
                    if (!document.content().isArray()) {
                        throw new LookupFailure("no list (expected: a list of target groups)");
                    }
                    for (var group : document.content()) {
                        groups.add(group(group, groups.size(), true));
                    }
                }
                yield groups;
            }
        };
    }

    private FoundGroup group(JsonNode node, int index, boolean lenient) throws LookupFailure {
        var at = "[" + index + "]";
        if (!node.isObject()) {
            throw new LookupFailure(at + ": no object (expected: targets and labels)");
        }
        for (var field : node.properties()) {
            if (!field.getKey().equals("targets") && !field.getKey().equals("labels")) {
                throw new LookupFailure(at + "." + field.getKey() + " (expected: targets and labels only)");
            }
        }
        var labels = new TreeMap<String, String>();
        for (var label : node.path("labels").properties()) {
            var field = at + ".labels." + label.getKey();
            if (!NameScheme.UTF8.accepts(label.getKey())) {
                throw new LookupFailure(field + " (expected: a label name)");
            }
            labels.put(label.getKey(), text(label.getValue(), field, lenient));
        }
        labels.put(metaLabel, metaValue);
        var targets = new ArrayList<Labels>();
        for (var target : node.path("targets")) {
            targets.add(Labels.of("__address__", text(target, at + ".targets", lenient)));
        }
        return new FoundGroup(source + ":" + index, Labels.of(labels), targets);
    }

    private static String text(JsonNode node, String field, boolean lenient) throws LookupFailure {
        if (node.isNull()) {
            return "";
        }
        if (!node.isTextual() && !(lenient && node.isValueNode())) {
            throw new LookupFailure(field + ": " + node.getNodeType() + " (expected: a text)");
        }
        return node.asText();
    }
}

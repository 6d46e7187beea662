package io.bkm.crds.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Parsed YAML to JSON, with anchors expanded and keys made texts. */
final class YamlToJson {

    /** A chain of anchors, or an anchor that contains itself, nests deeper than the text does. */
    private static final int MAX_DEPTH = 200;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final int maxValues;
    private final List<String> duplicateKeys = new ArrayList<>();
    private int values;

    YamlToJson(int maxValues) {
        this.maxValues = maxValues;
    }

    /** Throws a {@link MarkedYAMLException} where JSON cannot say the same. */
    JsonNode convert(Node node) {
        return convert(node, 0);
    }

    List<String> takeDuplicateKeys() {
        var taken = List.copyOf(duplicateKeys);
        duplicateKeys.clear();
        return taken;
    }

    private JsonNode convert(Node node, int depth) {
        if (++values > maxValues) {
            throw new Unreadable("more than " + maxValues + " values once anchors are expanded", node);
        }
        if (depth > MAX_DEPTH) {
            throw new Unreadable("nested deeper than " + MAX_DEPTH + " once anchors are expanded", node);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                var array = JSON.arrayNode(sequence.getValue().size());
                sequence.getValue().forEach(item -> array.add(convert(item, depth + 1)));
                yield array;
            }
            case MappingNode mapping -> mapping(mapping, depth);
            default -> throw new Unreadable("a node of kind " + node.getNodeId(), node);
        };
    }

    /** Merged keys are put where the {@code <<} stands: a key before it loses, as in go-yaml v2 (the standard differs). */
    private ObjectNode mapping(MappingNode mapping, int depth) {
        var object = JSON.objectNode();
        var own = new HashSet<String>();
        for (var entry : mapping.getValue()) {
            if (isMerge(entry.getKeyNode())) {
                merge(convert(entry.getValueNode(), depth + 1), entry.getValueNode(), object);
                continue;
            }
            var key = key(entry.getKeyNode());
            if (!own.add(key)) {
                var mark = entry.getKeyNode().getStartMark();
                duplicateKeys.add("line %d: %s".formatted(mark.getLine() + 1, key));
            }
            object.set(key, convert(entry.getValueNode(), depth + 1));
        }
        return object;
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals("<<")
                && (scalar.getTag().equals(YamlReader.PLAIN) || YamlScalars.isMerge(scalar.getTag()));
    }

    private static void merge(JsonNode merged, Node at, ObjectNode into) {
        if (merged instanceof ObjectNode object) {
            into.setAll(object);
        } else if (merged instanceof ArrayNode array && array.valueStream().allMatch(JsonNode::isObject)) {
            // the first of the list wins
            array.valueStream().toList().reversed().forEach(object -> into.setAll((ObjectNode) object));
        } else {
            throw new Unreadable("<< with neither a mapping nor a list of mappings", at);
        }
    }

    private static String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            var value = scalar(scalar);
            if (!value.isNull()) {
                return value.asText();
            }
        }
        throw new Unreadable("a key that is neither text, number nor boolean", node);
    }

    private static JsonNode scalar(ScalarNode node) {
        var value = YamlScalars.resolve(node.getTag(), node.getValue());
        if (value == null) {
            throw new Unreadable(
                    "%s as %s".formatted(node.getValue(), node.getTag().getValue()), node);
        }
        return value;
    }

    private static final class Unreadable extends MarkedYAMLException {

        private static final long serialVersionUID = 1L;

        Unreadable(String problem, Node at) {
            super(null, null, problem + " (expected: YAML that JSON can express)", at.getStartMark());
        }

        @Override
        public @Nullable Mark getProblemMark() {
            return super.getProblemMark();
        }
    }
}

package io.bkm.actors.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.bkm.crds.schema.ShownValue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Map;

/** JSON to Kubernetes' own objects, as strict about types as the API server. */
final class KubernetesObjects {

    private static final JsonMapper MAPPER = strictMapper();

    private KubernetesObjects() {}

    /** An object, or what is wrong with it. */
    sealed interface Decoded {
        record Good(HasMetadata object) implements Decoded {}

        record Bad(String reason) implements Decoded {}
    }

    /** Changes the document: what the API server would leave out is taken out. */
    static Decoded decode(KubernetesKind kind, ObjectNode document) {
        withoutNulls(document);
        if (document.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields"); // much text that nobody reads
        }
        try {
            var object = MAPPER.treeToValue(document, kind.type());
            var reason = ApiDefaults.apply(object);
            return reason.isEmpty() ? new Decoded.Good(object) : new Decoded.Bad(reason);
        } catch (JsonMappingException e) {
            return new Decoded.Bad(reason(e, document, kind));
        } catch (JsonProcessingException e) {
            return new Decoded.Bad(String.valueOf(e.getOriginalMessage()));
        }
    }

    private static JsonMapper strictMapper() {
        return JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    private static void withoutNulls(JsonNode node) {
        if (node.isContainerNode()) {
            var children = node.iterator();
            while (children.hasNext()) {
                var child = children.next();
                if (child.isNull()) {
                    children.remove();
                } else {
                    withoutNulls(child);
                }
            }
        }
    }

    private static String reason(JsonMappingException e, JsonNode document, KubernetesKind kind) {
        var path = new StringBuilder();
        JsonNode value = document;
        for (var step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
                value = value.path(step.getIndex());
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
                value = value.path(step.getFieldName());
            }
        }
        boolean secret = kind.kind().equals("Secret");
        return "%s: %s (expected: %s)".formatted(path, secret ? "***" : shown(value), expected(e));
    }

    private static String shown(JsonNode value) {
        return value instanceof MissingNode ? "absent" : ShownValue.of(value);
    }

    private static String expected(JsonMappingException e) {
        if (!(e instanceof MismatchedInputException mismatch) || mismatch.getTargetType() == null) {
            return "what the kind's schema says: " + e.getOriginalMessage();
        }
        var type = mismatch.getTargetType();
        if (type == String.class) {
            return "a text";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || !type.getName().startsWith("java.")
                ? "a mapping"
                : type.getSimpleName();
    }
}

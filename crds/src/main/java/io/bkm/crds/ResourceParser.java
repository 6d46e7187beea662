package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.crds.schema.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From a document to a resource, or to what is wrong with it: as an API server that has the CRDs would judge. */
public final class ResourceParser {

    /** An absent list or map is an empty one. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .withConfigOverride(
                    List.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(
                    Map.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    private ResourceParser() {}

    /** Whether {@link #parse} knows such documents. */
    public static boolean handles(String apiVersion, String kind) {
        return ResourceKind.of(apiVersion, kind).isPresent();
    }

    /** Throws an {@link IllegalArgumentException} for a document that {@link #handles} does not know. */
    public static ParsedResource parse(JsonNode document) {
        var apiVersion = document.path("apiVersion").asText();
        var kind = document.path("kind").asText();
        var resource = ResourceKind.of(apiVersion, kind)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s %s (expected: a kind that handles() knows)".formatted(apiVersion, kind)));
        var metadata = Admission.admit(
                ResourceKind.metadata(),
                JsonNodeFactory.instance.objectNode().set("metadata", document.get("metadata")));
        var content = Admission.admit(resource.schema(), document);
        if (!metadata.problems().isEmpty() || !content.problems().isEmpty()) {
            var reasons = new ArrayList<>(metadata.problems());
            reasons.addAll(content.problems());
            return new ParsedResource.Invalid(reasons);
        }
        var whole = ((ObjectNode) content.content())
                .set("metadata", metadata.content().get("metadata"));
        try {
            return new ParsedResource.Valid(MAPPER.treeToValue(whole, resource.type()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record of " + kind + " does not fit its schema", e);
        }
    }
}

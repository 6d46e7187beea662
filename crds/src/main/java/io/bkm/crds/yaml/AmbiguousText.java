package io.bkm.crds.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A scalar without quotes that is a number or a boolean to Kubernetes' reader and a text to others, among them those
 * that wrote it without quotes: {@code 800e65}, {@code 08}, {@code y}. It is what its place asks for.
 */
public final class AmbiguousText extends TextNode {

    private static final long serialVersionUID = 1L;

    private final transient JsonNode number;

    AmbiguousText(String text, JsonNode number) {
        super(text);
        this.number = number;
    }

    /** What Kubernetes' reader makes of a scalar: the number or boolean of one of these, else the node itself. */
    public static JsonNode asKubernetesReads(JsonNode node) {
        return node instanceof AmbiguousText ambiguous ? ambiguous.number : node;
    }
}

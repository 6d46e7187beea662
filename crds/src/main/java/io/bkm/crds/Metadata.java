package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of an object's metadata that bkm uses. Maps are sorted by key. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Metadata(String name, String namespace, Map<String, String> labels, Map<String, String> annotations) {

    public Metadata(
            @Nullable String name,
            @Nullable String namespace,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations) {
        this.name = name == null ? "" : name;
        this.namespace = namespace == null ? "" : namespace;
        this.labels = labels == null ? Map.of() : Sorted.copyOf(labels);
        this.annotations = annotations == null ? Map.of() : Sorted.copyOf(annotations);
    }
}

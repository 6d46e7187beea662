package io.bkm.crds.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One document of a stream.
 *
 * @param line where it begins, from 1
 * @param duplicateKeys keys that occur twice in one mapping, each with its line; the last one counts
 */
public record YamlDocument(int line, JsonNode content, List<String> duplicateKeys) {

    public YamlDocument {
        duplicateKeys = List.copyOf(duplicateKeys);
    }
}

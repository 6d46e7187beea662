package io.bkm.crds.yaml;

import java.util.List;

/** What a text of YAML came to. */
public sealed interface YamlStream {

    /** Documents in their order; empty ones are left out. */
    record Documents(List<YamlDocument> documents) implements YamlStream {

        public Documents {
            documents = List.copyOf(documents);
        }
    }

    /**
     * Not YAML, or more than the limits allow.
     *
     * @param reason with line and column where they are known
     */
    record Malformed(String reason) implements YamlStream {}
}

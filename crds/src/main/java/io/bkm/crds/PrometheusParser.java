package io.bkm.crds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.crds.schema.Admission;
import io.bkm.crds.schema.Schema;

/** The spec of a Prometheus or PrometheusAgent, judged as an API server that has the CRDs would. */
public final class PrometheusParser {

    /** Read at the first use. */
    private static final class Loaded {
        private static final Schema SCHEMA = ResourceKind.schema("Prometheus");
    }

    private PrometheusParser() {}

    static Schema schema() {
        return Loaded.SCHEMA;
    }

    /**
     * @param spec fields that are not about scraping are passed over
     * @throws IllegalArgumentException with all that is wrong: paths, values and what was expected
     */
    public static PrometheusSpec parse(JsonNode spec) {
        var whole = JsonNodeFactory.instance.objectNode().set("spec", spec);
        var admitted = Admission.admit(schema(), whole);
        if (!admitted.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", admitted.problems()));
        }
        try {
            return ResourceParser.MAPPER.treeToValue(admitted.content().get("spec"), PrometheusSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record of Prometheus does not fit its schema", e);
        }
    }
}

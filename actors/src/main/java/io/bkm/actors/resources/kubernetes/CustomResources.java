package io.bkm.actors.resources.kubernetes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.crds.ParsedResource;
import io.bkm.crds.ResourceParser;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Monitors and DataIDs as the API gives them. */
public final class CustomResources {

    private static final JsonMapper MAPPER = new JsonMapper();

    private CustomResources() {}

    /**
     * What is read of it, equal for equal spec, labels and annotations. Takes out of the object's metadata what is long and
     * read by nobody.
     */
    public static ParsedResource parse(GenericKubernetesResource object) {
        Trimmed.strip(object.getMetadata());
        return ResourceParser.parse(MAPPER.valueToTree(object));
    }
}

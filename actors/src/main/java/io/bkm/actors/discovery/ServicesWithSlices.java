package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashSet;
import java.util.Set;

/** The Services that have an EndpointSlice; their Endpoints say the same once more, or less. */
record ServicesWithSlices(Set<String> sources) {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    static ServicesWithSlices in(Resources resources) {
        var sources = new HashSet<String>();
        for (var slice : resources.endpointSlices()) {
            sources.add("endpoints/" + slice.getMetadata().getNamespace() + "/" + service(slice));
        }
        return new ServicesWithSlices(sources);
    }

    /** A slice that does not say its Service is at least named after it, as the controllers name them. */
    private static String service(EndpointSlice slice) {
        var labels = slice.getMetadata().getLabels();
        if (labels != null && labels.containsKey(SERVICE_NAME)) {
            return labels.get(SERVICE_NAME);
        }
        var name = slice.getMetadata().getName();
        return name.substring(0, Math.max(0, name.lastIndexOf('-')));
    }

    /** @param source of a group of Endpoints: {@code endpoints/namespace/name} */
    boolean have(String source) {
        return sources.contains(source);
    }
}

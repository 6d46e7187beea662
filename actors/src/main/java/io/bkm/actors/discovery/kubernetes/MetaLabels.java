package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of meta labels, and those labels that every object gives: its name, its labels, its annotations. */
final class MetaLabels {

    static final String ADDRESS = "__address__";
    static final String PREFIX = "__meta_kubernetes_";
    static final String NAMESPACE = PREFIX + "namespace";

    static final String NODE_NAME = PREFIX + "node_name";
    static final String POD_NODE_NAME = PREFIX + "pod_node_name";
    static final String ENDPOINT_NODE_NAME = PREFIX + "endpoint_node_name";
    static final String ENDPOINT_TARGET_KIND = PREFIX + "endpoint_address_target_kind";
    static final String ENDPOINT_TARGET_NAME = PREFIX + "endpoint_address_target_name";
    static final String ENDPOINTSLICE_NODE_NAME = PREFIX + "endpointslice_endpoint_node_name";
    static final String ENDPOINTSLICE_TARGET_KIND = PREFIX + "endpointslice_address_target_kind";
    static final String ENDPOINTSLICE_TARGET_NAME = PREFIX + "endpointslice_address_target_name";

    /** Which say on what node a target is; the first that is there counts. */
    static final List<String> NODE_NAMES = List.of(ENDPOINT_NODE_NAME, ENDPOINTSLICE_NODE_NAME, POD_NODE_NAME);

    static final String PRESENT = "true";

    /**
     * Twenty thousand pods have the same few label keys: without sharing, their names would be most of the memory. The
     * bound is for whoever puts an id into a key.
     */
    private static final int SHARED_NAMES = 20_000;

    private record Names(String value, String present) {}

    private final Map<String, Map<String, Names>> labelNames = new HashMap<>();
    private final Map<String, Map<String, Names>> annotationNames = new HashMap<>();

    /**
     * Of two keys that become one label the later wins, in the order of the object; in Prometheus it is chance.
     *
     * @param kind the role, or {@code namespace}
     */
    void addLabelsAndAnnotations(Map<String, String> to, @Nullable ObjectMeta metadata, String kind) {
        if (metadata == null) {
            return;
        }
        add(to, metadata.getLabels(), kind, "label", labelNames);
        add(to, metadata.getAnnotations(), kind, "annotation", annotationNames);
    }

    /** The name too. */
    void addObject(Map<String, String> to, @Nullable ObjectMeta metadata, Role role) {
        to.put(PREFIX + role.text() + "_name", KubeObjects.name(metadata));
        addLabelsAndAnnotations(to, metadata, role.text());
    }

    private static void add(
            Map<String, String> to,
            @Nullable Map<String, String> entries,
            String kind,
            String what,
            Map<String, Map<String, Names>> shared) {
        if (entries == null) {
            return;
        }
        var names = shared.computeIfAbsent(kind, _ -> new HashMap<>());
        if (names.size() > SHARED_NAMES) {
            names.clear();
        }
        entries.forEach((key, value) -> {
            var name = names.computeIfAbsent(key, _ -> {
                var clean = sanitize(key);
                return new Names(
                        PREFIX + kind + "_" + what + "_" + clean, PREFIX + kind + "_" + what + "present_" + clean);
            });
            to.put(name.value, KubeObjects.text(value));
            to.put(name.present, PRESENT);
        });
    }

    /** Every character that a label name may not have becomes {@code _}, one for one. */
    static String sanitize(String name) {
        var clean = new StringBuilder(name.length());
        name.codePoints()
                .forEach(c -> clean.append(
                        c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                ? (char) c
                                : '_'));
        return clean.toString();
    }

    /** IPv6 addresses get brackets. */
    static String hostAndPort(String host, int port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}

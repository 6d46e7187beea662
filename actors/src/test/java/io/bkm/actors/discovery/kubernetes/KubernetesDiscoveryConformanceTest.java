package io.bkm.actors.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own cases, see the README beside them. */
class KubernetesDiscoveryConformanceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
    private static final String CASES = "/conformance/discovery/kubernetes_discovery.json";

    /**
     * The one deliberate difference. Prometheus looks at a slice again when a node changes only if an endpoint of the
     * slice refers to a Pod on that node or to the node itself. This slice only names the node, so Prometheus goes on
     * with labels that the node no longer has. Ours follow from the objects alone.
     */
    private static final String STALE_NODE_LABELS =
            "57 discovery/kubernetes TestEndpointsSlicesDiscoveryWithUpdatedNodeMetadata";

    static Stream<Named<JsonNode>> cases() throws IOException {
        try (var file = KubernetesDiscoveryConformanceTest.class.getResourceAsStream(CASES)) {
            var cases = new ArrayList<Named<JsonNode>>();
            JSON.readTree(file)
                    .get("cases")
                    .forEach(each -> cases.add(Named.of(
                            each.get("id").asText() + " " + each.get("source").asText(), each)));
            assertThat(cases).hasSize(55);
            return cases.stream();
        }
    }

    private static String name(JsonNode given) {
        return given.get("id").asText() + " " + given.get("source").asText();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheTargetsThatPrometheusFinds(JsonNode given) throws IOException {
        var found = KubernetesDiscovery.groups(
                Snapshots.of(objectsInTheEnd(given)),
                Role.of(given.get("role").asText()).orElseThrow(),
                scope(given),
                attach(given.get("attach_metadata")),
                Selectors.NONE);

        assertThat(given.get("selectors").properties()).isEmpty();
        assertThat(FoundGroup.bySource(found)).isEqualTo(expected(expectation(given)));
    }

    private static JsonNode expectation(JsonNode given) throws IOException {
        var expected = given.get("expect");
        return name(given).equals(STALE_NODE_LABELS)
                ? JSON.readTree(expected.toString().replace("us-east1", "us-central1"))
                : expected;
    }

    /** What happens after the first sync only changes the objects; what is found depends on the last state of them. */
    private static List<HasMetadata> objectsInTheEnd(JsonNode given) {
        var objects = new LinkedHashMap<String, HasMetadata>();
        given.get("initial_objects").forEach(object -> put(objects, object));
        for (var change : given.get("ops_after_sync")) {
            switch (change.get("op").asText()) {
                case "create", "update" -> put(objects, change.get("object"));
                case "delete" -> delete(objects, change);
                default -> throw new IllegalArgumentException("op: " + change + " (expected: create, update, delete)");
            }
        }
        return List.copyOf(objects.values());
    }

    private static void put(Map<String, HasMetadata> objects, JsonNode json) {
        HasMetadata object = KUBERNETES.unmarshal(json.toString());
        objects.put(key(object.getPlural(), KubeObjects.namespace(object), KubeObjects.name(object)), object);
    }

    private static void delete(Map<String, HasMetadata> objects, JsonNode change) {
        var key = key(
                change.get("resource").asText(),
                change.path("namespace").asText(""),
                change.get("name").asText());
        assertThat(objects.remove(key)).as(key).isNotNull();
    }

    private static String key(String resource, String namespace, String name) {
        return resource + "/" + namespace + "/" + name;
    }

    private static NamespaceScope scope(JsonNode given) {
        var names = new ArrayList<String>();
        given.get("namespaces").get("names").forEach(name -> names.add(name.asText()));
        return NamespaceScope.from(
                names,
                given.get("namespaces").get("own_namespace").asBoolean(),
                given.get("own_namespace_name").asText());
    }

    private static AttachMetadata attach(JsonNode json) {
        return new AttachMetadata(
                json.get("node").asBoolean(),
                json.get("namespace").asBoolean(),
                json.get("deployment").asBoolean(),
                json.get("job").asBoolean(),
                json.get("cronjob").asBoolean());
    }

    /** Prometheus sends a group without targets to say that the source is gone or empty; we leave it out. */
    private static Map<String, FoundGroup> expected(JsonNode json) {
        var groups = new LinkedHashMap<String, FoundGroup>();
        for (var group : json) {
            if (!group.get("Targets").isNull()) {
                groups.put(group.get("Source").asText(), FoundGroup.of(group.get("Labels"), group.get("Targets")));
            }
        }
        return groups;
    }
}

package io.bkm.actors.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus' own code made of small examples: see the README beside them. */
class KubernetesDiscoveryRecordedTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    static List<Named<JsonNode>> examples() throws IOException, URISyntaxException {
        var folder = Objects.requireNonNull(
                KubernetesDiscoveryRecordedTest.class.getResource("/discovery/kubernetes"), "folder of examples");
        try (var files = Files.list(Path.of(folder.toURI()))) {
            var examples = new ArrayList<Named<JsonNode>>();
            for (var file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                var name = file.getFileName().toString().replace(".yaml", "");
                examples.add(Named.of(name, YAML.readTree(file.toFile())));
            }
            assertThat(examples).hasSizeGreaterThan(20);
            return examples;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsWhatPrometheusFound(JsonNode example) {
        var question = example.get("question");
        var role = Role.of(question.get("role").asText()).orElseThrow();

        var found = KubernetesDiscovery.groups(
                Snapshots.of(objects(example)),
                role,
                NamespaceScope.from(
                        texts(question.path("names")), question.path("own").asBoolean(), "own-ns"),
                attach(question.path("attach")),
                Selectors.of(role, selectors(question.path("selectors"))));

        assertThat(FoundGroup.bySource(found)).isEqualTo(recorded(example));
    }

    private static List<HasMetadata> objects(JsonNode example) {
        var objects = new ArrayList<HasMetadata>();
        example.get("objects").forEach(object -> objects.add(KUBERNETES.unmarshal(object.toString())));
        return objects;
    }

    private static AttachMetadata attach(JsonNode flags) {
        return new AttachMetadata(
                flags.path("node").asBoolean(),
                flags.path("namespace").asBoolean(),
                flags.path("deployment").asBoolean(),
                flags.path("job").asBoolean(),
                flags.path("cronjob").asBoolean());
    }

    private static List<Selector> selectors(JsonNode selectors) {
        return StreamSupport.stream(selectors.spliterator(), false)
                .map(selector -> new Selector(
                        Role.of(selector.get("role").asText()).orElseThrow(),
                        selector.path("label").asText(""),
                        selector.path("field").asText("")))
                .toList();
    }

    private static List<String> texts(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, FoundGroup> recorded(JsonNode example) {
        var groups = new LinkedHashMap<String, FoundGroup>();
        example.get("groups")
                .properties()
                .forEach(entry -> groups.put(
                        entry.getKey(),
                        FoundGroup.of(
                                entry.getValue().get("labels"), entry.getValue().get("targets"))));
        return groups;
    }
}

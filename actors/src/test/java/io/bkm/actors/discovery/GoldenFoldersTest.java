package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders of manifests and the targets that they come to: {@code expand/<rule>/in-*.yaml} and {@code out-targets.yaml};
 * the folder's name says the rule. {@code settings.conf}, where there is one, is the section {@code bkm.expansion}.
 *
 * <p>What is not said of a target has its default. {@code -Dbkm.golden=DIR} writes what comes out into that copy of the
 * folders instead: for a new folder, to be read before it is believed.
 */
class GoldenFoldersTest {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @MethodSource
    void folders(String folder) throws IOException {
        var path = Manifests.resource("/expand/" + folder);

        var answer = answer(Expansion.expand(Manifests.read(path), settings(path)));

        var write = System.getProperty("bkm.golden");
        if (write == null) {
            assertThat(YAML.writeValueAsString(answer))
                    .isEqualTo(YAML.writeValueAsString(
                            YAML.readTree(path.resolve("out-targets.yaml").toFile())));
        } else {
            Files.writeString(Path.of(write, folder, "out-targets.yaml"), YAML.writeValueAsString(answer));
        }
    }

    static List<String> folders() throws IOException {
        return Manifests.foldersIn(Manifests.resource("/expand"));
    }

    private static ExpansionSettings settings(Path folder) throws IOException {
        var file = folder.resolve("settings.conf");
        return ExpansionSettingsTest.from(Files.exists(file) ? Files.readString(file) : "");
    }

    private static JsonNode answer(Expanded expanded) {
        var answer = JSON.createObjectNode();
        var targets = answer.putArray("targets");
        expanded.targets().forEach(target -> targets.add(target(target)));
        put(answer, "rejected", expanded.rejected(), List.of());
        put(answer, "problems", expanded.problems(), List.of());
        put(answer, "dropped", expanded.dropped(), 0);
        return answer;
    }

    private static ObjectNode target(DiscoveredTarget found) {
        var node = JSON.createObjectNode();
        node.put("url", found.endpoint().url());
        node.put("job", found.target().pool());
        put(node, "labels", found.target().labels(), "");
        var gse = found.target().gse();
        if (gse != null) {
            node.put("dataid", gse.dataId());
            put(node, "dimensions", gse.dimensions(), "");
            put(node, "normalize_metric_name", gse.normalizeMetricName(), false);
            put(node, "metric_replace", gse.metricReplace(), Map.of());
            put(node, "dimension_replace", gse.dimensionReplace(), Map.of());
        }
        node.put(
                "placement",
                switch (found.placement()) {
                    case Placement.OnNode(var name) -> "daemonset " + name;
                    case Placement.Spread(var name) -> ("statefulset " + name).strip();
                });
        put(node, "interval", found.interval(), "30s");
        put(node, "timeout", found.timeout(), "10s");
        addEndpoint(node, found.endpoint());
        addTarget(node, found.target());
        return node;
    }

    private static void addEndpoint(ObjectNode node, Endpoint endpoint) {
        put(node, "formats", endpoint.acceptedFormats(), List.of());
        put(node, "follow_redirects", endpoint.followRedirects(), true);
        put(node, "compression", endpoint.compression(), true);
        put(node, "credentials", String.valueOf(endpoint.credentials()), "null");
        put(node, "tls", String.valueOf(endpoint.tls()), "null");
        put(node, "proxy", String.valueOf(endpoint.proxy()), "null");
    }

    private static void addTarget(ObjectNode node, Target target) {
        put(node, "honor_labels", target.honorLabels(), false);
        put(node, "honor_timestamps", target.honorTimestamps(), true);
        put(node, "track_timestamps_staleness", target.trackTimestampsStaleness(), false);
        put(node, "metric_relabelings", target.metricRelabelings().size(), 0);
        put(node, "limits", target.limits(), Limits.NONE);
        put(node, "fallback_format", String.valueOf(target.fallbackFormat()), "null");
        put(node, "forced_error", String.valueOf(target.forcedError()), "null");
    }

    private static void put(ObjectNode node, String name, Object value, Object leftOut) {
        if (!value.equals(leftOut)) {
            node.set(name, JSON.valueToTree(value));
        }
    }
}

package io.bkm.actors.discovery;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.resources.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole folders of manifests against what the real prometheus-operator and the real Prometheus made of them:
 * conformance/oracle. {@code -Dbkm.oracle=DIR} runs the folders of another place, such as more seeds.
 */
class OracleTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final ExpansionSettings SETTINGS = ExpansionSettingsTest.from("");

    /** What the targets page shows of a target. */
    private record Shown(String job, String url, Map<String, String> labels, String interval, String timeout) {

        static Shown of(DiscoveredTarget target) {
            return new Shown(
                    target.target().pool(),
                    target.endpoint().url(),
                    target.target().labels().toMap(),
                    target.interval(),
                    target.timeout());
        }

        static Shown of(JsonNode target) {
            return new Shown(
                    target.get("job").asText(),
                    target.get("url").asText(),
                    map(target.get("labels")),
                    target.get("interval").asText(),
                    target.get("timeout").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void makesTheSameTargets(String folder) throws IOException {
        var oracle = oracle(folder);

        var expanded = Expansion.expand(resources(folder), SETTINGS);

        assertThat(expanded.targets().stream().map(Shown::of))
                .containsExactlyInAnyOrderElementsOf(
                        targets(oracle).map(Shown::of).toList());
        assertThat(expanded.dropped()).isEqualTo(oracle.get("dropped").asInt());
    }

    @ParameterizedTest
    @MethodSource("folders")
    void rejectsTheSameMonitors(String folder) throws IOException {
        var oracle = oracle(folder);
        var expected = Stream.of("skipped", "refused")
                .flatMap(list -> stream(oracle.get(list)))
                .map(each ->
                        each.get("kind").asText() + " " + each.get("namespace").asText() + "/"
                                + each.get("name").asText())
                .collect(toSet());

        var rejected = Expansion.expand(resources(folder), SETTINGS).rejected();

        assertThat(rejected.stream().map(each -> each.kind() + " " + each.namespace() + "/" + each.name()))
                .as(rejected.toString())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /**
     * Where several discovered targets end as the same one, Prometheus shows the labels of any of them, another at each
     * turn; so its must be among all that end there, not only the one that we show.
     */
    @ParameterizedTest
    @MethodSource("folders")
    void showsTheSameDiscoveredLabels(String folder) throws IOException {
        var resources = resources(folder);
        var all = DiscoveredLabels.of(resources, SETTINGS);

        var missing = targets(oracle(folder))
                .filter(target -> target.has("discovered_labels"))
                .filter(target -> !all.contains(
                        target.get("job").asText(),
                        target.get("url").asText(),
                        map(target.get("labels")),
                        map(target.get("discovered_labels"))))
                .toList();
        var shown = Expansion.expand(resources, SETTINGS).targets();

        assertThat(missing).isEmpty();
        assertThat(shown)
                .allMatch(target -> all.contains(
                        target.target().pool(),
                        target.endpoint().url(),
                        target.target().labels().toMap(),
                        target.discovered().toMap()));
    }

    @Test
    void thereAreThirtyFolders() throws IOException {
        assertThat(Manifests.foldersIn(Manifests.resource("/conformance/oracle")))
                .hasSize(30);
    }

    static List<String> folders() throws IOException {
        return Manifests.foldersIn(root());
    }

    private static Path root() {
        var other = System.getProperty("bkm.oracle");
        return other == null ? Manifests.resource("/conformance/oracle") : Path.of(other);
    }

    private static Resources resources(String folder) {
        return Manifests.read(root().resolve(folder));
    }

    private static JsonNode oracle(String folder) throws IOException {
        return JSON.readTree(root().resolve(folder + ".json").toFile());
    }

    private static Stream<JsonNode> targets(JsonNode oracle) {
        return stream(oracle.get("targets"));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Map<String, String> map(JsonNode object) {
        var map = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}

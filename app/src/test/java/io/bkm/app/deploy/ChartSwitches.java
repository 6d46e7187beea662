package io.bkm.app.deploy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The chart with one value at a time other than by default: {@code all-values.yaml} has another one for each. */
final class ChartSwitches {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a value needs beside it to make a difference, by where its path begins; the last that fits. */
    private static final List<Map.Entry<String, String>> BESIDE = List.of(
            Map.entry("/", "{}"),
            Map.entry("/event/", "{\"event\":{\"enabled\":true}}"),
            Map.entry("/event/enabled", "{}"),
            Map.entry("/autoscaling/max", "{\"autoscaling\":{\"enabled\":true}}"),
            Map.entry("/mirror/namespace", "{\"mirror\":{\"mode\":\"on\"}}"),
            Map.entry("/monitors/kubelet/namespace", "{\"monitors\":{\"kubelet\":{\"discovery\":\"service\"}}}"),
            Map.entry("/alerts/labels", "{\"alerts\":{\"enabled\":true}}"),
            Map.entry("/dashboards/", "{\"dashboards\":{\"enabled\":true}}"),
            Map.entry("/dashboards/enabled", "{}"),
            Map.entry("/state/hostPath", "{\"state\":{\"type\":\"hostPath\"}}"),
            Map.entry("/rbac/clusterMetrics", "{\"monitors\":{\"enabled\":false}}"),
            Map.entry("/tls/certManager/", "{\"tls\":{\"certManager\":{\"enabled\":true}}}"),
            Map.entry("/tls/certManager/enabled", "{}"));

    /** A certificate that the chart makes is always another, which would hide that a value makes no difference. */
    private static final String GIVEN = "tls.existingSecret=given";

    private final Chart chart;
    private final Path directory;
    private final JsonNode others = Chart.yaml(Path.of("src/test/resources/chart/all-values.yaml"));
    private final Map<String, List<JsonNode>> rendered = new HashMap<>();

    ChartSwitches(Chart chart, Path directory) {
        this.chart = chart;
        this.directory = directory;
    }

    /** The paths of all values of the chart. */
    List<String> values() {
        var paths = new TreeSet<String>();
        leaves("", Chart.yaml(Chart.FOLDER.resolve("values.yaml")), paths);
        return List.copyOf(paths);
    }

    List<JsonNode> without(String value) throws IOException {
        var beside = beside(value);
        var key = beside + value.startsWith("/tls/") + value.startsWith("/crds/");
        var known = rendered.get(key);
        if (known == null) {
            known = render(value, (ObjectNode) JSON.readTree(beside));
            rendered.put(key, known);
        }
        return known;
    }

    List<JsonNode> with(String value) throws IOException {
        var other = others.at(value);
        if (other.isMissingNode()) {
            throw new AssertionError(
                    "all-values.yaml: nothing at " + value + " (expected: another value than the chart's)");
        }
        var values = (ObjectNode) JSON.readTree(beside(value));
        var pointer = JsonPointer.compile(value);
        values.withObject(pointer.head(), JsonNode.OverwriteMode.NULLS, false)
                .set(pointer.last().getMatchingProperty(), other);
        return render(value, values);
    }

    private List<JsonNode> render(String value, ObjectNode values) throws IOException {
        var file = directory.resolve("values.json");
        JSON.writeValue(file.toFile(), values);
        var arguments = new ArrayList<>(List.of("-f", file.toString()));
        if (value.startsWith("/crds/")) {
            arguments.add("--include-crds");
        }
        if (!value.startsWith("/tls/")) {
            arguments.addAll(List.of("--set", GIVEN));
        }
        return chart.template(arguments.toArray(String[]::new));
    }

    private static String beside(String value) {
        return BESIDE.stream()
                .filter(entry -> value.startsWith(entry.getKey()))
                .reduce((_, last) -> last)
                .orElseThrow()
                .getValue();
    }

    /** An empty map is a leaf, and so is a list. */
    private static void leaves(String path, JsonNode node, Set<String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(entry -> leaves(path + "/" + escape(entry.getKey()), entry.getValue(), leaves));
        } else {
            leaves.add(path);
        }
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}

package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.actors.dataids.DataIds;
import io.bkm.crds.CustomResource;
import io.bkm.crds.DataId;
import io.bkm.crds.Metadata;
import io.bkm.crds.ParsedResource;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.ResourceParser;
import io.bkm.crds.ServiceMonitor;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.PrometheusRules;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.Relabeler;
import io.bkm.streams.relabel.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of bkmonitor-operator's own tests: conformance/bkmonitor/parity.json. */
class BkmonitorParityTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** The kinds that are not of the expansion, and where they belong. */
    private static final Map<String, String> ELSEWHERE = Map.of("statefulset_scale", "the autoscaler, a later issue");

    /** Labels of the discovered targets that the generated rules are tried on: every rule sees a match and a miss. */
    private static final List<Labels> SAMPLES = samples();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void dataIdMatch(String source, JsonNode test) {
        var monitor = test.get("monitor");

        var match = dataIds(test.get("dataids"))
                .match(
                        monitor.get("kind").asText(),
                        monitor.get("namespace").asText(),
                        monitor.get("name").asText(),
                        test.get("system_resource").asBoolean());

        assertThat(match.map(dataId -> dataId.spec().dataID()))
                .contains(test.get("expect_dataid").asLong());
    }

    static Stream<Object[]> dataIdMatch() throws IOException {
        return cases("dataid_match", 6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void labelJoinMatcher(String source, JsonNode test) {
        var expected = test.get("expect");

        assertThat(LabelJoin.parse(test.get("input").asText()))
                .isEqualTo(new LabelJoin(
                        expected.get("kind").asText(), texts(expected, "annotations"), texts(expected, "labels")));
    }

    static Stream<Object[]> labelJoinMatcher() throws IOException {
        return cases("label_join_matcher", 2);
    }

    private static List<String> texts(JsonNode object, String field) {
        return object.get(field).valueStream().map(JsonNode::asText).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void forwardLocalhost(String source, JsonNode test) {
        var forwarded = ForwardedUrl.of(test.get("input").asText());

        if (test.path("expect_error").asBoolean()) {
            assertThat(forwarded).isEmpty();
        } else {
            assertThat(forwarded).contains(test.get("expect").asText());
        }
    }

    static Stream<Object[]> forwardLocalhost() throws IOException {
        return cases("forward_localhost", 7);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void monitorMatchSelector(String source, JsonNode test) {
        var selector = LabelMatcher.of(map(test.get("selector")));

        assertThat(selector.matches(Labels.of(map(test.get("labels")))))
                .isEqualTo(test.get("expect").asBoolean());
    }

    static Stream<Object[]> monitorMatchSelector() throws IOException {
        return cases("monitor_match_selector", 6);
    }

    /**
     * Compared by what the rules do. Two differences are on purpose: {@code monitor_type} is a dimension here and no
     * label, and a ServiceMonitor drops pods that have ended, as prometheus-operator does by now.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void relabelGeneration(String source, JsonNode test) throws Refusal {
        var object = test.get("object");
        var ours = Relabeler.of(rules(object));
        var theirs = Relabeler.of(
                switch (PrometheusRules.parse(test.get("expect"))) {
                    case Rules.Valid(var rules) -> rules;
                    case Rules.Invalid(var reason) -> throw new AssertionError(reason);
                });
        int kept = 0;

        for (var sample : SAMPLES) {
            var labels = sample.edit()
                    .set("job", object.get("kind").asText() + "/testnamespace/test/0")
                    .build();
            var expected = visible(theirs.apply(labels));

            assertThat(visible(ours.apply(labels))).as(labels.toString()).isEqualTo(expected);
            kept += expected == null ? 0 : 1;
        }

        assertThat(kept).isBetween(1, SAMPLES.size() - 1);
    }

    static Stream<Object[]> relabelGeneration() throws IOException {
        return cases("relabel_generation", 2);
    }

    @Test
    void everyKindIsTestedOrBelongsElsewhere() throws IOException {
        var kinds = all().map(test -> test.get("kind").asText()).distinct().toList();

        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "dataid_match",
                        "forward_localhost",
                        "monitor_match_selector",
                        "relabel_generation",
                        "statefulset_scale",
                        "label_join_matcher")
                .containsAll(ELSEWHERE.keySet());
    }

    private static List<RelabelRule> rules(JsonNode object) throws Refusal {
        var document = ((ObjectNode) object.deepCopy()).put("apiVersion", "monitoring.coreos.com/v1");
        var resource = switch (ResourceParser.parse(document)) {
            case ParsedResource.Valid(CustomResource valid) -> valid;
            case ParsedResource.Invalid(var reasons) -> throw new AssertionError(reasons);
        };
        return switch (resource) {
            case ServiceMonitor monitor ->
                ServiceMonitorJobs.rules(
                        monitor.spec(), monitor.spec().endpoints().getFirst(), "endpoint", "", context());
            case PodMonitor monitor ->
                PodMonitorJobs.rules(
                        monitor.spec(), monitor.spec().podMetricsEndpoints().getFirst(), "", context());
            default -> throw new AssertionError(resource);
        };
    }

    private static JobContext context() {
        var settings = ExpansionSettingsTest.from("");
        return new JobContext(
                new MonitorId("PodMonitor", "testnamespace", "test"),
                MonitorAnnotations.of(Map.of()),
                settings,
                ScrapeClass.NONE,
                JobAccess.of(new References().reader("testnamespace"), ScrapeClass.NONE, settings));
    }

    private static @Nullable Map<String, String> visible(@Nullable Labels labels) {
        return labels == null
                ? null
                : labels.filter(name -> !name.startsWith("__") && !name.equals("monitor_type"))
                        .toMap();
    }

    private static List<Labels> samples() {
        var samples = new ArrayList<Labels>();
        for (var value : List.of("a", "b", "")) {
            for (var port : List.of("http", "https")) {
                for (var kind : List.of("Pod", "Node", "")) {
                    samples.add(sample(value, port, kind));
                }
            }
        }
        return samples;
    }

    private static Labels sample(String testA, String port, String targetKind) {
        var meta = "__meta_kubernetes_";
        var labels = new Labels.Builder()
                .set("__address__", "10.0.0.1:80")
                .set(meta + "namespace", "shop")
                .set(meta + "service_name", "web")
                .set(meta + "pod_name", targetKind.equals("Pod") ? "web-0" : "")
                .set(meta + "pod_container_name", "app")
                .set(meta + "pod_container_port_name", port)
                .set(meta + "endpoint_port_name", port)
                .set(meta + "endpoint_address_target_kind", targetKind)
                .set(meta + "endpoint_address_target_name", targetKind.isEmpty() ? "" : "one");
        for (var kind : List.of("service", "pod")) {
            set(labels, kind, "testa", testA);
            set(labels, kind, "testb", "b");
            set(labels, kind, kind.equals("service") ? "a" : "e", "first");
            set(labels, kind, "job", testA.equals("a") && targetKind.equals("Pod") ? "named" : "");
        }
        return labels.build();
    }

    /** As discovery does it: the second label says that the first is there, though it may be empty. */
    private static void set(Labels.Builder labels, String kind, String name, String value) {
        labels.set("__meta_kubernetes_" + kind + "_label_" + name, value);
        labels.set("__meta_kubernetes_" + kind + "_labelpresent_" + name, "true");
    }

    private static DataIds dataIds(JsonNode list) {
        var dataIds = new ArrayList<DataId>();
        for (var node : list) {
            var role = node.path("role").asText();
            var monitors = node.at("/spec/monitorResource");
            dataIds.add(new DataId(
                    new Metadata(
                            "dataid-" + dataIds.size(),
                            null,
                            Map.of(
                                    "usage", "metric",
                                    "isSystem", String.valueOf(role.equals("default system")),
                                    "isCommon", String.valueOf(role.equals("default common"))),
                            null),
                    new DataId.Spec(
                            node.at("/spec/dataID").asLong(),
                            new DataId.MonitorResource(
                                    monitors.path("namespace").asText(),
                                    monitors.path("kind").asText(),
                                    monitors.path("name").asText()),
                            Map.of(),
                            Map.of(),
                            Map.of(),
                            null)));
        }
        return DataIds.of(dataIds, "");
    }

    private static Map<String, String> map(JsonNode object) {
        var map = new java.util.TreeMap<String, String>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static Stream<Object[]> cases(String kind, int count) throws IOException {
        var cases = all().filter(test -> test.get("kind").asText().equals(kind))
                .map(test -> new Object[] {test.get("source").asText() + " " + test.get("id"), test})
                .toList();
        assertThat(cases).hasSize(count);
        return cases.stream();
    }

    private static Stream<JsonNode> all() throws IOException {
        try (var stream = BkmonitorParityTest.class.getResourceAsStream("/conformance/bkmonitor/parity.json")) {
            return JSON.readTree(stream).get("cases").valueStream();
        }
    }
}

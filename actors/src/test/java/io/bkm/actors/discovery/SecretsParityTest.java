package io.bkm.actors.discovery;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the original operator told its workers to scrape, as recorded in its Secrets (conformance/bkmonitor/secrets): our
 * targets have the same DataID, task id, dimensions and place.
 */
class SecretsParityTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String NO_PORT = "Prometheus 3 adds no port to an address without one";
    private static final String PATH = "in Prometheus a question mark in a path is part of the path";
    private static final String REFUSED = "prometheus-operator refuses such a monitor";

    /** Monitors that we deliberately answer otherwise, by case. */
    private static final Map<String, Map<String, String>> OTHERWISE = Map.ofEntries(
            entry("02-podmonitor-plain", Map.of("noport-pm", NO_PORT)),
            entry(
                    "06-relabelings",
                    Map.of(
                            "keepdrop",
                            NO_PORT + "; keepequal, labelkeep and the interval's label do what they say",
                            "rl",
                            "__param_ labels shape the request and no hidden label leaks (W14)")),
            entry("07-selectors-and-ports", Map.of("two", REFUSED)),
            entry("09-forward-localhost-anti-affinity", Map.of("fwd", PATH)),
            entry("10-endpoint-options", Map.of("params", PATH)),
            entry("11-credentials", Map.of("tls", REFUSED, "pmtls", REFUSED)),
            entry("21-prom-sd", Map.of("sdsec/a.yaml/kube-nodes", "the target of a node is scraped on that node")),
            entry("26-ignore-node-labels", Map.of("pm", "a node without the labels keeps its targets (W12)")),
            entry("33-locality-endpointslice", Map.of("loc", "the node of a slice's endpoint counts (W13)")));

    /** Cases that show what comes after the expansion: RecordedSecretsTest has them. */
    private static final Set<String> ELSEWHERE = Set.of(
            "12-sharding-hash",
            "13-sharding-roundrobin",
            "14-no-daemonset-worker",
            "18-kubelet-endpoints",
            "19-kubelet-endpointslices",
            "20-event-and-timesync",
            "24-relations-workloads",
            "27-dry-run",
            "28-no-statefulset-worker",
            "29-hpa-scale",
            "30-qcloudmonitor",
            "31-check-scrape",
            "34-dataid-change",
            "35-removals",
            "36-late-dataid",
            "37-monitor-edit");

    /**
     * @param place the node of the daemonset worker, or {@code statefulset}
     */
    private record Task(long dataId, long taskId, Map<String, String> labels, String place) {

        String monitor() {
            return labels.getOrDefault("bk_monitor_name", "");
        }
    }

    @ParameterizedTest
    @MethodSource
    void cases(RecordedCase recorded) throws IOException {
        var otherwise = OTHERWISE.getOrDefault(recorded.name(), Map.of()).keySet();

        var ours = ours(Expansion.expand(recorded.resources(), recorded.settings("")));

        var theirs = theirs(recorded.folder().resolve("expected"));
        assertThat(without(ours, otherwise)).containsExactlyInAnyOrderElementsOf(without(theirs, otherwise));
        for (var monitor : otherwise) {
            assertThat(of(ours, monitor)).as(monitor + " is listed").isNotEqualTo(of(theirs, monitor));
        }
    }

    static List<RecordedCase> cases() throws IOException {
        var cases = RecordedCase.all().stream()
                .filter(recorded -> !ELSEWHERE.contains(recorded.name()))
                .toList();
        assertThat(cases).hasSize(21);
        assertThat(cases.stream().map(RecordedCase::name)).containsAll(OTHERWISE.keySet());
        return cases;
    }

    private static List<Task> without(List<Task> tasks, Set<String> monitors) {
        return tasks.stream().filter(task -> !monitors.contains(task.monitor())).toList();
    }

    private static Set<Task> of(List<Task> tasks, String monitor) {
        return tasks.stream().filter(task -> task.monitor().equals(monitor)).collect(toSet());
    }

    private static List<Task> ours(Expanded expanded) {
        var tasks = new ArrayList<Task>();
        for (var found : expanded.targets()) {
            var gse = found.target().gse();
            if (gse != null) {
                var place = switch (found.placement()) {
                    case Placement.OnNode(var node) -> node;
                    case Placement.Spread _ -> "statefulset";
                };
                var labels = found.target().labels().with(gse.dimensions());
                tasks.add(new Task(gse.dataId(), gse.taskId(), labels.toMap(), place));
            }
        }
        return tasks;
    }

    private static List<Task> theirs(Path folder) throws IOException {
        var tasks = new ArrayList<Task>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                var place = name.startsWith("daemonset-worker-")
                        ? name.substring("daemonset-worker-".length(), name.length() - ".json".length())
                        : "statefulset";
                for (var config : YAML.readTree(file.toFile()).path("data")) {
                    var child = YAML.readTree(config.get("text").asText());
                    if (child.path("type").asText().equals("metricbeat")) {
                        var task = child.at("/tasks/0");
                        tasks.add(new Task(
                                child.get("dataid").asLong(),
                                task.get("task_id").asLong(),
                                Labels.of(map(task.at("/labels/0"))).toMap(),
                                place));
                    }
                }
            }
        }
        return tasks;
    }

    private static Map<String, String> map(JsonNode object) {
        var map = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}

package io.bkm.actors.reports;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.RecordedCase;
import io.bkm.actors.joins.PodLog;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.ReportQuery.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the original's HTTP API answered (conformance/bkmonitor/secrets, http). */
class RecordedReportsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, Kind> ROUTES = Map.ofEntries(
            entry("cluster_info", Kind.CLUSTER_INFO),
            entry("check_dataid", Kind.DATA_IDS),
            entry("check_namespace", Kind.NAMESPACES),
            entry("check_monitor_blacklist", Kind.IGNORED_MONITORS),
            entry("check_active_discover", Kind.DISCOVERIES),
            entry("check_active_shared_discovery", Kind.SHARED_DISCOVERIES),
            entry("check_active_child_config", Kind.CHILD_CONFIGS),
            entry("check_monitor_resource", Kind.MONITOR_TARGETS),
            entry("workload", Kind.WORKLOADS),
            entry("labeljoin", Kind.LABEL_JOIN),
            entry("pods", Kind.PODS),
            entry("relation_metrics", Kind.RELATIONS));

    private static final String FATES = "monitors that we answer otherwise: RecordedSecretsTest lists them";
    private static final String OWN = "the operator's own objects are not among the manifests";

    /** Answers that are others on purpose, by case and file; "*" for all that hang on the monitors. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            entry("02-podmonitor-plain/*", FATES),
            entry("06-relabelings/*", FATES),
            entry("07-selectors-and-ports/*", FATES),
            entry("09-forward-localhost-anti-affinity/*", FATES),
            entry("10-endpoint-options/*", FATES),
            entry("11-credentials/*", FATES),
            entry("26-ignore-node-labels/*", FATES),
            entry("33-locality-endpointslice/*", FATES),
            entry("21-prom-sd/check_active_child_config", FATES),
            entry("21-prom-sd/check_monitor_resource", FATES),
            entry("18-kubelet-endpoints/*", OWN),
            entry("19-kubelet-endpointslices/*", OWN),
            entry("30-qcloudmonitor/*", OWN),
            entry(
                    "16-monitor-selectors-blacklist/check_monitor_blacklist",
                    "we refuse to start with a rule without a name"),
            entry("27-dry-run/check_active_child_config", "we name the files though none is written"),
            entry("27-dry-run/check_monitor_resource", "we list what is scraped though no Secret is written"));

    private static final Set<Kind> OF_MONITORS =
            Set.of(Kind.DISCOVERIES, Kind.SHARED_DISCOVERIES, Kind.CHILD_CONFIGS, Kind.MONITOR_TARGETS);

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsTheOriginal(RecordedCase recorded) throws IOException {
        var settings = recorded.settings("default-timeout = 1d");
        var resources = recorded.resources();
        var expanded = Expansion.expand(resources, settings);
        var reports = TestReports.of(settings);

        for (var file : files(recorded.folder().resolve("http"))) {
            var name = file.getFileName().toString().replace(".txt", "");
            var query = query(name);
            if (query.kind() == Kind.PODS || isOtherwise(recorded, name, query)) {
                continue;
            }
            var ours = reports.report(resources, expanded, query);

            assertThat(comparable(query, ours)).as(name).isEqualTo(comparable(query, Files.readString(file)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void listsThePodsOfTheOriginal(RecordedCase recorded) throws IOException {
        var settings = recorded.settings("");
        var resources = recorded.resources();
        var expanded = Expansion.expand(resources, settings);
        var reports = TestReports.of(settings, _ -> java.util.Optional.empty(), log());

        for (var file : files(recorded.folder().resolve("http"))) {
            var query = query(file.getFileName().toString().replace(".txt", ""));
            if (query.kind() == Kind.PODS) {
                var ours = JSON.readTree(reports.report(resources, expanded, query));
                var theirs = JSON.readTree(Files.readString(file));
                assertThat(elements(ours.get("pods"))).isEqualTo(elements(theirs.get("pods")));
            }
        }
    }

    private static PodLog log() {
        return new PodLog(() -> Instant.ofEpochMilli(1_795_300_777_000L));
    }

    static List<RecordedCase> cases() throws IOException {
        return RecordedCase.all().stream()
                .filter(recorded -> Files.isDirectory(recorded.folder().resolve("http")))
                .toList();
    }

    private static boolean isOtherwise(RecordedCase recorded, String name, ReportQuery query) {
        return OTHERWISE.containsKey(recorded.name() + "/" + name)
                || (OTHERWISE.containsKey(recorded.name() + "/*") && OF_MONITORS.contains(query.kind()));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Of {@code workload_node_node-a__podName=shop_0}: underscores stand for what a file name cannot have. */
    private static ReportQuery query(String name) {
        int params = name.indexOf("__");
        var route = params < 0 ? name : name.substring(0, params);
        var query = new HashMap<String, String>();
        if (params >= 0) {
            addParams(query, name.substring(params + 2));
        }
        if (route.startsWith("workload_node_")) {
            query.put("node", route.substring("workload_node_".length()));
            route = "workload";
        }
        var kind = ROUTES.get(route);
        assertThat(kind).as(name).isNotNull();
        return new ReportQuery(java.util.Objects.requireNonNull(kind), query);
    }

    private static void addParams(Map<String, String> query, String text) {
        for (var known : List.of(
                List.of("annotations=a1", "annotations", "a1"),
                List.of("annotations=env_service", "annotations", "env.service"),
                List.of("annotations=_0_id_env_service", "annotations", "({[0].id})env.service"),
                List.of("container_info=true", "container_info", "true"),
                List.of("kind=Pod", "kind", "Pod"),
                List.of("kind=Node", "kind", "Node"),
                List.of("labels=app_tier", "labels", "app,tier"),
                List.of("labels=l1_l2", "labels", "l1,l2"),
                List.of("labels=zone", "labels", "zone"),
                List.of("podName=shop_0", "podName", "shop-0"),
                List.of("rules=labeljoin", "rules", "labeljoin"),
                List.of("all=true", "all", "true"))) {
            if (text.contains(known.getFirst())) {
                query.put(known.get(1), known.get(2));
            }
        }
        if (text.endsWith("labels=app")) {
            query.put("labels", "app");
        }
    }

    /** The original walks maps: lists are compared without their order, except where rules run in order. */
    private static Object comparable(ReportQuery query, String text) throws IOException {
        return switch (query.kind()) {
            case RELATIONS ->
                text.lines().filter(line -> !line.isBlank()).sorted().toList();
            case WORKLOADS, LABEL_JOIN ->
                query.params().containsKey("container_info")
                        ? rules(JSON.readTree(text))
                        : elements(JSON.readTree(text));
            case SHARED_DISCOVERIES -> elements(JSON.readTree(text.replace("endpoints:", "endpointslice:")));
            case CHILD_CONFIGS, DISCOVERIES, DATA_IDS -> elements(JSON.readTree(withoutWorkers(text)));
            case MONITOR_TARGETS -> locations(JSON.readTree(withoutWorkers(text)));
            case CLUSTER_INFO, NAMESPACES, IGNORED_MONITORS, PODS, METRICS, CHECK, EXPLAIN -> JSON.readTree(text);
        };
    }

    /** We name the node, not the number of the worker that the task falls to. */
    private static String withoutWorkers(String text) {
        return text.replaceAll("\"worker[0-9]+\"", "\"unknown\"");
    }

    private static Set<String> elements(JsonNode list) {
        var elements = new TreeSet<String>();
        if (list.isArray()) {
            list.forEach(element -> elements.add(element.toString()));
        } else {
            elements.add(list.toString());
        }
        return elements;
    }

    /** Containers come in the order of the walk; what ends their rules comes after all of them. */
    private static List<Object> rules(JsonNode list) {
        var containers = new TreeSet<String>();
        var ends = new ArrayList<String>();
        var others = new TreeSet<String>();
        list.forEach(rule -> {
            if (rule.path("sourceLabels").toString().equals("[\"container_id\"]")) {
                assertThat(ends).isEmpty();
                containers.add(rule.toString());
            } else if (rule.path("action").asText().equals("replace")) {
                others.add(rule.toString());
            } else {
                ends.add(rule.toString());
            }
        });
        return List.of(containers, ends, others);
    }

    private static Set<String> locations(JsonNode list) {
        var all = new TreeSet<String>();
        list.forEach(monitor -> {
            var head = monitor.path("kind").asText() + "/"
                    + monitor.path("namespace").asText() + "/"
                    + monitor.path("name").asText() + "/"
                    + monitor.path("index").asText() + "/"
                    + monitor.path("count").asText();
            monitor.path("location").forEach(location -> all.add(head + location));
        });
        return all;
    }
}

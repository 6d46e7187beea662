package io.bkm.streams.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodTable;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.relabel.RuleFields;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.PodJoin;
import io.bkm.streams.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder of conformance/packets: what the original collector was given, and the packets that it sent. */
record PacketCase(Path folder, JsonNode task) {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final long HEARTBEAT = 1100001;

    static PacketCase read(Path folder) throws IOException {
        var config = YAML.readTree(folder.resolve("child-config.yaml").toFile());
        return new PacketCase(folder, config);
    }

    String name() {
        return folder.getFileName().toString();
    }

    List<byte[]> expositions() throws IOException {
        var single = folder.resolve("exposition.txt");
        if (Files.exists(single)) {
            return List.of(Files.readAllBytes(single));
        }
        var bodies = new ArrayList<byte[]>();
        for (int i = 1; Files.exists(folder.resolve("exposition-" + i + ".txt")); i++) {
            bodies.add(Files.readAllBytes(folder.resolve("exposition-" + i + ".txt")));
        }
        return bodies;
    }

    int packetSamples() throws IOException {
        return Files.readAllLines(folder.resolve("main.conf")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("metrics_batch_size:"))
                .map(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(1024);
    }

    Target target() {
        var entry = task.get("tasks").get(0);
        var module = entry.get("module");
        var route = new GseRoute(
                task.get("dataid").asLong(),
                Labels.of(strings(entry.get("labels").get(0))),
                entry.get("task_id").asLong(),
                module.path("normalize_metric_name").asBoolean(),
                strings(module.path("metric_replace")),
                strings(module.path("dimension_replace")),
                join(module));
        boolean honorTimestamps = !module.path("disable_custom_timestamp").asBoolean();
        return new Target("test", Labels.EMPTY, false, honorTimestamps, false, rules(module), Limits.NONE, null, route);
    }

    /** W18: without rules of its own a task gets none of the operator's. */
    private static @Nullable PodJoin join(JsonNode module) {
        var remote = module.path("metric_relabel_remote").asText();
        var node = remote.substring(remote.lastIndexOf('/') + 1);
        return node.isEmpty() || module.path("metric_relabel_configs").isEmpty()
                ? null
                : new PodJoin(node, "", false, List.of(), List.of());
    }

    /** The pods that the operator's rules were about. */
    PodTable pods() throws IOException {
        var pods = new TestPods();
        var file = folder.resolve("remote-rules.json");
        if (Files.exists(file)) {
            var labels = new TreeMap<String, Map<String, String>>();
            var nodes = new HashMap<String, String>();
            for (var rule : JSON.readTree(file.toFile())) {
                var pod = rule.get("regex").asText();
                nodes.put(pod, rule.get("nodeName").asText());
                labels.computeIfAbsent(pod, _ -> new HashMap<>())
                        .put(
                                rule.get("targetLabel").asText(),
                                rule.get("replacement").asText());
            }
            labels.forEach((pod, of) -> pods.put(new PodFacts(
                    pod.substring(0, pod.indexOf(';')),
                    pod.substring(pod.indexOf(';') + 1),
                    nodes.getOrDefault(pod, ""),
                    of.getOrDefault("workload_kind", ""),
                    of.getOrDefault("workload_name", ""),
                    Map.of(),
                    List.of())));
        }
        return pods;
    }

    private static List<RelabelRule> rules(JsonNode module) {
        var rules = new ArrayList<RelabelRule>();
        for (var rule : module.path("metric_relabel_configs")) {
            var sources = rule.get("source_labels");
            var names = new ArrayList<String>();
            if (sources != null) {
                sources.forEach(name -> names.add(name.asText()));
            }
            var fields = new RuleFields(
                    sources == null ? null : names,
                    text(rule, "separator"),
                    text(rule, "regex"),
                    rule.has("modulus") ? rule.get("modulus").asLong() : null,
                    text(rule, "target_label"),
                    text(rule, "replacement"),
                    text(rule, "action"),
                    null);
            if (fields.check() instanceof RuleCheck.Valid(var valid)) {
                rules.add(valid);
            }
        }
        return rules;
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asText() : null;
    }

    private static Map<String, String> strings(JsonNode node) {
        var map = new LinkedHashMap<String, String>();
        node.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /** The recorded packets of the task: the data items and the type of each. */
    List<ObjectNode> expected() throws IOException {
        var packets = new ArrayList<ObjectNode>();
        for (var line : Files.readAllLines(folder.resolve("packets.jsonl"))) {
            var packet = JSON.readTree(line);
            if (packet.get("dataid").asLong() != HEARTBEAT) {
                packets.add(packet(packet.get("type").asText(), (ArrayNode) packet.get("data")));
            }
        }
        return packets;
    }

    static ObjectNode packet(String type, ArrayNode data) {
        return JSON.createObjectNode().put("type", type).set("data", data);
    }
}

package io.bkm.actors.mirror;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.RecordedCase;
import io.bkm.actors.resources.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Secrets that the original operator wrote (conformance/bkmonitor/secrets), byte for byte. */
class RecordedSecretsTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper JSON = new JsonMapper();

    private static final String PATH = "in Prometheus a question mark in a path is part of the path";
    private static final String REFUSED = "prometheus-operator refuses such a monitor";
    private static final String SECOND_PORT = "Prometheus 3 adds no port to an address without one: the label instance";

    /** Monitors that we deliberately answer otherwise, by case. */
    private static final Map<String, Map<String, String>> OTHERWISE = Map.ofEntries(
            entry("02-podmonitor-plain", Map.of("noport-pm", SECOND_PORT)),
            entry(
                    "06-relabelings",
                    Map.of(
                            "keepdrop",
                            SECOND_PORT + "; keepequal, labelkeep and the interval's label do what they say",
                            "rl",
                            "__param_ labels shape the request and no hidden label leaks (W14)")),
            entry("07-selectors-and-ports", Map.of("two", REFUSED)),
            entry("09-forward-localhost-anti-affinity", Map.of("fwd", PATH)),
            entry(
                    "10-endpoint-options",
                    Map.of("params", PATH, "odd", "workers cannot read 1d: we write 86400s (W29)")),
            entry("11-credentials", Map.of("tls", REFUSED, "pmtls", REFUSED)),
            entry(
                    "21-prom-sd",
                    Map.of(
                            "sdsec/a.yaml/kube-nodes",
                            "the target of a node is scraped on that node",
                            "sdsec/a.yaml/kube-ep",
                            "bearer_token is sent, which the original forgets")),
            entry("26-ignore-node-labels", Map.of("pm", "a node without the labels keeps its targets (W12)")),
            entry("33-locality-endpointslice", Map.of("loc", "the node of a slice's endpoint counts (W13)")));

    /** States that the original is in by its faults, and what we would write; the file name says which state. */
    private static final Map<String, String> FAULTS = Map.of(
            "34-dataid-change/expected-2", "a changed DataID takes no target away (W1)",
            "34-dataid-change/expected-3", "a changed DataID leaves annotations alone (W8)");

    /** A Secret's data: text by file name. */
    private record Recorded(String taskType, SortedMap<String, String> files) {}

    @ParameterizedTest
    @MethodSource("cases")
    void readsAndWritesEveryFile(RecordedCase recorded) throws IOException {
        var files = new TreeMap<String, String>();
        for (var expected : expectedFolders(recorded)) {
            secrets(expected).values().forEach(secret -> files.putAll(secret.files()));
        }
        files.keySet().removeIf(name -> name.endsWith(".conf"));

        for (var file : files.entrySet()) {
            assertThat(ChildConfigReader.read(file.getValue()).yaml()).isEqualTo(file.getValue());
            var gzip = Gzip.pack(file.getValue());
            assertThat(HexFormat.of().formatHex(gzip, 0, 10)).isEqualTo("1f8b08000000000000ff");
            assertThat(Gzip.unpack(gzip, 1 << 20)).isEqualTo(file.getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesTheSameSecrets(RecordedCase recorded, @TempDir Path changed) throws IOException {
        assertSame(recorded, resources(recorded, changed), recorded.folder().resolve("expected"));
        for (int i = 1; Files.exists(recorded.folder().resolve("then-" + i + ".yaml")); i++) {
            var changes = changes(recorded, i);
            var folder = Files.createDirectories(changed.resolve(Integer.toString(i)));
            YAML.writer()
                    .writeValues(folder.resolve("all.yaml").toFile())
                    .writeAll(changes)
                    .close();

            assertSame(
                    recorded, RecordedCase.resources(folder), recorded.folder().resolve("expected-" + (i + 1)));
        }
    }

    static List<RecordedCase> cases() throws IOException {
        var cases = RecordedCase.all();
        assertThat(cases).hasSize(37);
        assertThat(cases.stream().map(RecordedCase::name)).containsAll(OTHERWISE.keySet());
        return cases;
    }

    /** With what the operator itself made of the nodes: the kubelet's Service and where it leads. */
    private static Resources resources(RecordedCase recorded, Path folder) throws IOException {
        var written = recorded.folder().resolve("objects");
        if (!Files.isDirectory(written)) {
            return recorded.resources();
        }
        var objects = new ArrayList<>(recorded.objects());
        try (Stream<Path> files = Files.list(written)) {
            for (var file : files.toList()) {
                var object = JSON.readTree(file.toFile());
                objects.removeIf(old -> id(old).equals(id(object)));
                objects.add(object);
            }
        }
        YAML.writer()
                .writeValues(folder.resolve("all.yaml").toFile())
                .writeAll(objects)
                .close();
        return RecordedCase.resources(folder);
    }

    private static void assertSame(RecordedCase recorded, Resources resources, Path expected) throws IOException {
        if (FAULTS.containsKey(recorded.name() + "/" + expected.getFileName())) {
            assertThat(ours(recorded, resources)).isNotEqualTo(secrets(expected));
            return;
        }
        var otherwise = OTHERWISE.getOrDefault(recorded.name(), Map.of()).keySet();

        var ours = ours(recorded, resources);

        var theirs = secrets(expected);
        var expectedOnes = without(theirs, otherwise);
        var got = without(ours, otherwise);
        assertThat(names(got)).isEqualTo(names(expectedOnes));
        expectedOnes.forEach((name, secret) -> assertThat(got).containsEntry(name, secret));
        for (var monitor : otherwise) {
            assertThat(of(ours, monitor)).as(monitor + " is listed").isNotEqualTo(of(theirs, monitor));
        }
    }

    private static SortedMap<String, Recorded> ours(RecordedCase recorded, Resources resources) throws IOException {
        var settings = recorded.settings("default-timeout = 1d");
        if (recorded.operator().path("dry_run").asBoolean()) {
            return new TreeMap<>(); // our name for it is mode = off
        }
        var expanded = Expansion.expand(resources, settings);
        var mirror = settings(recorded);
        var renderer = new TaskRenderer(mirror.relabelUrl(), settings.builtinLabels());
        var tasks = expanded.targets().stream()
                .map(renderer::task)
                .flatMap(Optional::stream)
                .toList();
        var layout = SecretLayout.of(tasks, expanded.dataIds(), workers(recorded), mirror);
        var ours = new TreeMap<String, Recorded>();
        for (var secret : layout.secrets().values()) {
            var files = new TreeMap<String, String>();
            for (var file : secret.data().entrySet()) {
                files.put(file.getKey(), Gzip.unpack(Base64.getDecoder().decode(file.getValue()), 1 << 20));
            }
            ours.put(secret.name(), new Recorded(secret.taskType(), files));
        }
        return ours;
    }

    private static MirrorSettings settings(RecordedCase recorded) throws IOException {
        var operator = recorded.operator();
        var timesync = operator.path("timesync");
        return MirrorSettingsTest.from(String.join(
                "\n",
                "mode = on",
                "daemonset-workers = "
                        + operator.path("enable_daemonset_worker").asBoolean(),
                "dispatch = " + operator.path("statefulset_dispatch_type").asText("hash"),
                "events.interval = " + operator.at("/event/interval").asText(),
                "events.tail-files = " + operator.at("/event/tail_files"),
                "timesync.enabled = " + timesync.path("enabled").asBoolean(),
                "timesync.ntpd-path = \"" + timesync.path("ntpd_path").asText() + "\"",
                "timesync.chrony-address = \"" + timesync.path("chrony_address").asText() + "\"",
                "timesync.query-timeout = \"" + timesync.path("query_timeout").asText() + "\""));
    }

    private static Workers workers(RecordedCase recorded) throws IOException {
        var scaled = recorded.folder().resolve("objects/StatefulSet-bkm-statefulset-worker.json");
        if (Files.exists(scaled)) {
            return new Workers(
                    JSON.readTree(scaled.toFile()).at("/spec/replicas").asInt(), Map.of());
        }
        int replicas = 0;
        var numbers = new HashMap<String, Integer>();
        for (var object : recorded.objects()) {
            var name = object.at("/metadata/name").asText();
            if (object.path("kind").asText().equals("StatefulSet") && name.equals("bkm-statefulset-worker")) {
                replicas = object.at("/spec/replicas").asInt();
            } else if (object.path("kind").asText().equals("Pod") && name.matches("bkm-statefulset-worker-\\d+")) {
                numbers.put(
                        object.at("/status/podIP").asText(),
                        Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)));
            }
        }
        return new Workers(replicas, numbers);
    }

    private static List<JsonNode> changes(RecordedCase recorded, int last) throws IOException {
        var objects = new ArrayList<>(recorded.objects());
        for (int i = 1; i <= last; i++) {
            for (var change : RecordedCase.documents(recorded.folder().resolve("then-" + i + ".yaml"))) {
                var object = change.has("object") ? change.get("object") : change;
                objects.removeIf(old -> id(old).equals(id(object)));
                if (change.has("object")) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    private static String id(JsonNode object) {
        var metadata = object.has("metadata") ? object.get("metadata") : object;
        return object.path("kind").asText() + "/" + metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText();
    }

    private static List<Path> expectedFolders(RecordedCase recorded) throws IOException {
        try (Stream<Path> entries = Files.list(recorded.folder())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("expected"))
                    .toList();
        }
    }

    /** Those that the operator wrote: others were in the manifests and stayed. */
    private static SortedMap<String, Recorded> secrets(Path folder) throws IOException {
        var secrets = new TreeMap<String, Recorded>();
        if (!Files.isDirectory(folder)) {
            return secrets;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.toList()) {
                var secret = JSON.readTree(file.toFile());
                var data = new TreeMap<String, String>();
                boolean written = true;
                for (var entry : secret.path("data").properties()) {
                    written = entry.getValue().has("gzip_header");
                    data.put(entry.getKey(), entry.getValue().path("text").asText());
                }
                if (written) {
                    secrets.put(
                            secret.path("name").asText(),
                            new Recorded(secret.at("/labels/taskType").asText(), data));
                }
            }
        }
        return secrets;
    }

    private static SortedMap<String, Recorded> without(SortedMap<String, Recorded> secrets, Set<String> monitors) {
        var rest = new TreeMap<String, Recorded>();
        secrets.forEach((name, secret) -> {
            var files = new TreeMap<>(secret.files());
            files.values().removeIf(text -> monitors.stream().anyMatch(monitor -> isOf(text, monitor)));
            if (!files.isEmpty() || secret.files().isEmpty()) {
                rest.put(name, new Recorded(secret.taskType(), files));
            } else if (secret.taskType().equals("statefulset")) {
                rest.put(name, new Recorded(secret.taskType(), files));
            }
        });
        return rest;
    }

    private static List<String> names(SortedMap<String, Recorded> secrets) {
        return secrets.entrySet().stream()
                .map(secret -> secret.getKey() + secret.getValue().files().keySet())
                .toList();
    }

    private static Map<String, String> of(SortedMap<String, Recorded> secrets, String monitor) {
        var files = new TreeMap<String, String>();
        secrets.forEach((name, secret) -> secret.files().forEach((file, text) -> {
            if (isOf(text, monitor)) {
                files.put(name + "/" + file, text);
            }
        }));
        return files;
    }

    private static boolean isOf(String text, String monitor) {
        return text.contains("\n    bk_monitor_name: " + monitor + "\n");
    }
}

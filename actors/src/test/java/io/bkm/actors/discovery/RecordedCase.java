package io.bkm.actors.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.Access;
import io.bkm.actors.sd.Answer;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.PromSdSettings.SecretRef;
import io.bkm.streams.labels.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A case recorded from the original operator (conformance/bkmonitor/secrets).
 *
 * @param folder of the case
 */
public record RecordedCase(Path folder) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** What "*" means there: it reads static_configs and the like without a word, and does nothing with them. */
    private static final List<String> ALL_KINDS = List.of("KubernetesSd", "HttpSd", "PolarisSd", "EtcdSd");

    /** What the server said that the recorded operator asked. */
    private static final Map<Discovery, Answer> ANSWERS = Map.of(
            new Discovery.Http("http://10.8.8.8:18099/sd.json", Access.PLAIN, Duration.ofSeconds(5)),
            new Answer(
                    List.of(
                            new FoundGroup(
                                    "http://10.8.8.8:18099/sd.json:0",
                                    Labels.of("env", "prod", "__meta_url", "http://10.8.8.8:18099/sd.json"),
                                    List.of(
                                            Labels.of("__address__", "10.7.0.1:9100"),
                                            Labels.of("__address__", "10.7.0.2:9100"))),
                            new FoundGroup(
                                    "http://10.8.8.8:18099/sd.json:1",
                                    Labels.of("__meta_url", "http://10.8.8.8:18099/sd.json"),
                                    List.of(Labels.of("__address__", "10.7.0.3:9100")))),
                    ""));

    /** All of them, by name. */
    public static List<RecordedCase> all() throws IOException {
        var root = Manifests.resource("/conformance/bkmonitor/secrets");
        return Manifests.foldersIn(root).stream()
                .map(name -> new RecordedCase(root.resolve(name)))
                .toList();
    }

    public String name() {
        return folder.getFileName().toString();
    }

    @Override
    public String toString() {
        return name();
    }

    public Resources resources() throws IOException {
        var resources = new ScrapeSecrets(promSd()).apply(Manifests.read(folder.resolve("manifests")));
        return resources.withExternal(resources.external().withAnswers(ANSWERS));
    }

    private PromSdSettings promSd() throws IOException {
        var refs = operator()
                .path("prom_sd_configs")
                .valueStream()
                .map(ref -> new SecretRef(
                        ref.path("namespace").asText(),
                        ref.path("name").asText(),
                        ref.path("selector").asText()))
                .toList();
        var kinds = operator()
                .path("prom_sd_kinds")
                .valueStream()
                .map(JsonNode::asText)
                .flatMap(kind -> kind.equals("*") ? ALL_KINDS.stream() : Stream.of(kind))
                .toList();
        return new PromSdSettings(refs, kinds, List.of());
    }

    /** Those that a folder of manifests makes. */
    public static Resources resources(Path manifests) {
        return Manifests.read(manifests);
    }

    public JsonNode operator() throws IOException {
        return YAML.readTree(folder.resolve("operator.yaml").toFile());
    }

    /** The objects of the manifests as they stand there. */
    public List<JsonNode> objects() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("manifests"))) {
            var objects = new ArrayList<JsonNode>();
            files.sorted().forEach(file -> objects.addAll(documents(file)));
            return objects;
        }
    }

    public static List<JsonNode> documents(Path file) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The operator's configuration in our words.
     *
     * @param more settings of the section beside it
     */
    public ExpansionSettings settings(String more) throws IOException {
        var theirs = operator();
        var nodeLabels = new ArrayList<String>();
        theirs.path("daemonset_worker_ignore_node_labels")
                .properties()
                .forEach(label -> nodeLabels.add("{ name = \"%s\", value = \"%s\" }"
                        .formatted(label.getKey(), label.getValue().asText())));
        return ExpansionSettings.from(ConfigFactory.parseString("bkm.expansion {\n"
                        + String.join(
                                "\n",
                                "default-interval = "
                                        + theirs.path("default_period").asText("60s"),
                                "environment = \"" + theirs.path("bk_env").asText() + "\"",
                                "builtin-labels = " + list(theirs, "builtin_labels"),
                                "deny-namespaces = " + list(theirs, "deny_target_namespaces"),
                                "spread-monitors = " + list(theirs, "statefulset_match_rules"),
                                "ignore-monitors = " + complete(list(theirs, "monitor_blacklist_match_rules")),
                                "spread-node-labels = " + nodeLabels,
                                more)
                        + "\n}")
                .withFallback(ConfigFactory.parseResources("reference.conf")));
    }

    /** The original overlooks a rule without all three fields, we refuse to start with one. */
    private static List<JsonNode> complete(JsonNode rules) {
        return rules.valueStream()
                .filter(rule -> !rule.path("name").asText().isEmpty())
                .toList();
    }

    private static JsonNode list(JsonNode settings, String name) {
        return settings.has(name) ? settings.get(name) : new ObjectMapper().createArrayNode();
    }
}

package io.bkm.actors.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.actors.resources.KubernetesObjects.Decoded;
import io.bkm.actors.resources.Resources.Problem;
import io.bkm.crds.ParsedResource;
import io.bkm.crds.ResourceParser;
import io.bkm.crds.schema.ShownValue;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of one file to its objects. */
final class ManifestParser {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String LIST = "List";

    /** Our groups: a kind in them that nobody knows is most likely a slip. */
    private static final Map<String, Set<String>> KINDS_FOR_OTHERS = Map.of(
            "monitoring.coreos.com",
            Set.of(
                    "Alertmanager",
                    "AlertmanagerConfig",
                    "Prometheus",
                    "PrometheusAgent",
                    "PrometheusRule",
                    "ThanosRuler"),
            "monitoring.bk.tencent.com",
            Set.of("QCloudMonitor"));

    private final String file;
    private final Map<ResourceKey, Object> objects = new LinkedHashMap<>();
    private final Map<ResourceKey, Problem> refused = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private ManifestParser(String file) {
        this.file = file;
    }

    /** A file's objects, or why it is no file of manifests. */
    sealed interface Parsed {
        record Good(Manifest manifest) implements Parsed {}

        record Broken(Problem problem) implements Parsed {}
    }

    /**
     * Reads YAML, or JSON where the name ends so. Objects without a namespace are in {@code default}.
     *
     * @param file its name as problems show it
     */
    static Parsed parse(String file, String text, int maxSize) {
        var parser = new ManifestParser(file);
        return file.endsWith(".json") ? parser.json(text) : parser.yaml(text, maxSize);
    }

    private Parsed yaml(String text, int maxSize) {
        return switch (YamlReader.read(text, maxSize)) {
            case YamlStream.Malformed broken -> new Parsed.Broken(problem(file, broken.reason()));
            case YamlStream.Documents read -> {
                for (var document : read.documents()) {
                    var where = file + ":" + document.line();
                    document.duplicateKeys()
                            .forEach(key ->
                                    problems.add(problem(where, key + " twice in one mapping; the last one is used")));
                    document(where, document.content());
                }
                yield new Parsed.Good(new Manifest(objects, refused, problems));
            }
        };
    }

    private Parsed json(String text) {
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNextValue()) {
                document(file, documents.nextValue());
            }
            return new Parsed.Good(new Manifest(objects, refused, problems));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            return new Parsed.Broken(problem(
                    file,
                    "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void document(String where, JsonNode content) {
        if (!(content instanceof ObjectNode object)) {
            problems.add(problem(
                    where, ShownValue.of(content) + " (expected: a mapping with apiVersion, kind and metadata)"));
            return;
        }
        var kind = object.path("kind").asText();
        var apiVersion = object.path("apiVersion").asText();
        if (kind.isEmpty() || apiVersion.isEmpty()) {
            var missing = kind.isEmpty() ? "kind" : "apiVersion";
            problems.add(problem(where, missing + ": absent (expected: a text)"));
        } else if (kind.endsWith(LIST) && object.has("items")) {
            list(where, object, apiVersion, kind);
        } else {
            object(where, object, apiVersion, kind);
        }
    }

    /** The items of a typed list, as a program writes it, do not repeat their kind. */
    private void list(String where, ObjectNode list, String apiVersion, String kind) {
        if (!list.path("items").isArray()) {
            problems.add(problem(where, "items: " + ShownValue.of(list.path("items")) + " (expected: a list)"));
            return;
        }
        int index = 0;
        for (var item : list.path("items")) {
            if (item instanceof ObjectNode object && !kind.equals(LIST)) {
                object.putIfAbsent("kind", object.textNode(kind.substring(0, kind.length() - LIST.length())));
                object.putIfAbsent("apiVersion", object.textNode(apiVersion));
            }
            document("%s items[%d]".formatted(where, index++), item);
        }
    }

    private void object(String where, ObjectNode object, String apiVersion, String kind) {
        if (ResourceParser.handles(apiVersion, kind)) {
            var key = key(object, kind);
            switch (ResourceParser.parse(object)) {
                case ParsedResource.Valid valid -> add(where, key, valid.resource());
                case ParsedResource.Invalid invalid -> refuse(where, key, String.join("; ", invalid.reasons()));
            }
            return;
        }
        var known = KubernetesKind.of(apiVersion, kind);
        if (known.isPresent()) {
            kubernetesObject(where, object, known.get());
            return;
        }
        var others = KINDS_FOR_OTHERS.get(KubernetesKind.group(apiVersion));
        if (others != null && !others.contains(kind)) {
            refuse(
                    where,
                    key(object, kind),
                    "%s %s (expected: a kind and version of that group)".formatted(apiVersion, kind));
        }
    }

    private void kubernetesObject(String where, ObjectNode object, KubernetesKind kind) {
        var key = key(object, kind.kind());
        var apiVersion = object.path("apiVersion").asText();
        if (!apiVersion.equals(kind.apiVersion())) {
            refuse(where, key, "apiVersion: %s (expected: %s)".formatted(apiVersion, kind.apiVersion()));
            return;
        }
        if (key.name().isEmpty()) {
            refuse(where, key, "metadata.name: absent (expected: a name)");
            return;
        }
        switch (KubernetesObjects.decode(kind, object)) {
            case Decoded.Good good -> add(where, key, good.object());
            case Decoded.Bad bad -> refuse(where, key, bad.reason());
        }
    }

    /** Puts the namespace where it belongs, as kubectl and the API server do together. */
    private static ResourceKey key(ObjectNode object, String kind) {
        var namespace = "";
        if (object.path("metadata") instanceof ObjectNode metadata) {
            if (!KubernetesKind.isNamespaced(kind)) {
                metadata.remove("namespace");
            } else if (metadata.path("namespace").asText().isEmpty()) {
                metadata.put("namespace", "default");
            }
            namespace = metadata.path("namespace").asText();
            withEmptyTexts(metadata.path("labels"));
            withEmptyTexts(metadata.path("annotations"));
        }
        return new ResourceKey(kind, namespace, object.at("/metadata/name").asText());
    }

    /** In metadata null is the empty text; elsewhere it is absence. */
    private static void withEmptyTexts(JsonNode texts) {
        if (texts instanceof ObjectNode object) {
            object.properties().stream()
                    .filter(entry -> entry.getValue().isNull())
                    .forEach(entry -> entry.setValue(object.textNode("")));
        }
    }

    private void add(String where, ResourceKey key, Object resource) {
        if (objects.put(key, resource) != null) {
            problems.add(about(where, key, "twice in one file; the last one is used"));
        }
    }

    private void refuse(String where, ResourceKey key, String reason) {
        if (key.name().isEmpty()) {
            problems.add(about(where, key, reason)); // such objects are not the same one
        } else {
            refused.put(key, about(where, key, reason));
        }
    }

    static Problem problem(String where, String reason) {
        return new Problem(where, "", "", "", reason);
    }

    static Problem about(String where, ResourceKey key, String reason) {
        return new Problem(where, key.kind(), key.namespace(), key.name(), reason);
    }
}

package io.bkm.actors.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.crds.ParsedResource;
import io.bkm.crds.ResourceParser;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Pods and Services that ask for it by annotation, as {@code prometheus.io/scrape: "true"}, beside {@code …/port},
 * {@code …/path} and {@code …/scheme}. Nothing of its own: ScrapeConfigs that nobody has to write.
 */
final class AnnotationDiscovery {

    private static final String RESOURCE = "/annotation-discovery.yaml";
    private static final String PREFIX_THERE = "prometheus_io";
    private static final int MAX_SIZE = 1 << 20;

    private AnnotationDiscovery() {}

    /** Those that the settings ask for, in the settings' own namespace. */
    static List<ScrapeConfig> of(ExpansionSettings settings) {
        if (settings.annotationDiscovery().isEmpty()) {
            return List.of();
        }
        var namespace = settings.ownNamespace().isEmpty() ? "default" : settings.ownNamespace();
        var documents = switch (YamlReader.read(text(settings.annotationPrefix()), MAX_SIZE)) {
            case YamlStream.Documents(var all) -> all;
            case YamlStream.Malformed(var reason) -> throw new IllegalStateException(RESOURCE + ": " + reason);
        };
        return documents.stream()
                .map(document -> parse((ObjectNode) document.content(), namespace))
                .filter(config -> settings.annotationDiscovery()
                        .contains(config.metadata().name().replace("annotated-", "")))
                .toList();
    }

    private static String text(String prefix) {
        try (var in = AnnotationDiscovery.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("annotation_" + PREFIX_THERE, "annotation_" + prefix.replaceAll("[^a-zA-Z0-9_]", "_"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ScrapeConfig parse(ObjectNode document, String namespace) {
        document.withObject("/metadata").put("namespace", namespace);
        return switch (ResourceParser.parse(document)) {
            case ParsedResource.Valid(ScrapeConfig config) -> config;
            case ParsedResource.Valid(var other) ->
                throw new IllegalStateException(RESOURCE + " holds a " + other.kind());
            case ParsedResource.Invalid(var problems) -> throw new IllegalStateException(RESOURCE + ": " + problems);
        };
    }
}

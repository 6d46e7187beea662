package io.bkm.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bkm.actors.resources.kubernetes.RealProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chart and the {@code helm} that reads it. */
public final class Chart {

    static final Path FOLDER = Path.of("../deploy/chart");
    static final String NAMESPACE = "mon";
    /** What a chart rendered without a cluster is told of it; this helm knows of an old one only. */
    private static final String VERSION = "1.34.0";

    private static final Path REPOSITORY = Path.of("src/test/resources/chart/repository.yaml");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Path helm;
    private final List<String> connection;

    /** What helm said. */
    record Answer(int code, String out, String err) {}

    private Chart(Path helm, List<String> connection) {
        this.helm = helm;
        this.connection = connection;
    }

    /** Skips the test, with the reason, where there is no helm. */
    public static Chart orSkip() {
        return new Chart(RealProgram.orSkip("helm", "the chart is not tested"), List.of());
    }

    /** The same chart at an API server. */
    Chart at(Path kubeconfig) {
        return new Chart(helm, List.of("--kubeconfig", kubeconfig.toString()));
    }

    /** The objects that the chart makes of values, with a repository of images set. */
    public List<JsonNode> template(String... arguments) {
        var answer = tryTemplate(arguments);
        if (answer.code() != 0) {
            throw new AssertionError("helm template " + List.of(arguments) + ": " + answer.err());
        }
        return objects(answer.out());
    }

    Answer tryTemplate(String... arguments) {
        var all = new ArrayList<>(List.of("template", "x", FOLDER.toString(), "-n", NAMESPACE));
        all.addAll(List.of("--kube-version", VERSION, "-f", REPOSITORY.toString()));
        all.addAll(List.of(arguments));
        return helm(all);
    }

    Answer helm(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(helm.toString());
        command.addAll(arguments);
        command.addAll(connection);
        try {
            var errors = Files.createTempFile("helm", ".err");
            try {
                var process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(process.waitFor(), out, Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static List<JsonNode> objects(String documents) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(documents)) {
            return values.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException notYaml) {
            throw new UncheckedIOException(notYaml);
        }
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException notYaml) {
            throw new UncheckedIOException(notYaml);
        }
    }
}

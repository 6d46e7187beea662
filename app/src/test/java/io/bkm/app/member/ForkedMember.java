package io.bkm.app.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A member in a JVM of its own, started as a user would: {@code run -c FILE}. */
final class ForkedMember implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Process process;
    private final Path log;
    private final String http;

    private ForkedMember(Process process, Path log, String http) {
        this.process = process;
        this.log = log;
        this.http = http;
    }

    /** @param directory for its settings and its log, which a later life of the member overwrites */
    static ForkedMember start(String name, Config settings, Path directory) throws IOException {
        return start(name, settings, directory, Map.of());
    }

    /** @param environment beside that of this JVM */
    static ForkedMember start(String name, Config settings, Path directory, Map<String, String> environment)
            throws IOException {
        var file = directory.resolve(name + ".conf");
        Files.writeString(file, settings.root().render(ConfigRenderOptions.concise()));
        var log = directory.resolve(name + ".log");
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-XX:-UsePerfData"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.bkm.app.Main", "run", "-c", file.toString()));
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile());
        builder.environment().putAll(environment);
        var member = ConfigFactory.load(settings).getConfig("bkm.member");
        var http = "http://" + member.getString("http-host") + ":" + member.getInt("http-port");
        return new ForkedMember(builder.start(), log, http);
    }

    /** As {@code kill -9}: it has no time to say or write anything. */
    void kill() throws InterruptedException {
        var _ = process.destroyForcibly();
        var _ = process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** An answer of its HTTP API; throws an {@link IOException} when there is none. */
    JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(http + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** How many members it sees up. */
    long membersUp() throws IOException, InterruptedException {
        return get("/api/v1/members").path("data").findValuesAsText("status").stream()
                .filter("Up"::equals)
                .count();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                var _ = process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            var _ = process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

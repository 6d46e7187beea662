package io.bkm.app.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A member in a JVM of its own, started as a user would, which can be killed as the kernel kills. */
final class MemberProcess implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Path folder;
    private final String name;
    private final Config settings;
    private final Map<String, String> environment;
    private Process process;

    private MemberProcess(Path folder, String name, Config settings, Map<String, String> environment)
            throws IOException {
        this.folder = folder;
        this.name = name;
        this.settings = settings;
        this.environment = environment;
        this.process = fork();
    }

    /**
     * @param folder for its settings and its log
     * @param settings what differs from the defaults, with {@code bkm.member.http-port}
     */
    static MemberProcess start(Path folder, String name, Config settings, Map<String, String> environment)
            throws IOException {
        return new MemberProcess(folder, name, settings, environment);
    }

    private Process fork() throws IOException {
        var file = Files.writeString(
                folder.resolve(name + ".conf"), settings.root().render(ConfigRenderOptions.concise()));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(List.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx192m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.bkm.app.Main",
                        "run",
                        "-c",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Path log() {
        return folder.resolve(name + ".log");
    }

    /** {@code kill -9}: no leaving, no last word. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Again, with the same settings, ports and folders. */
    void restart() throws IOException {
        process = fork();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** An answer of its HTTP API; throws an {@link IOException} when there is none. */
    JsonNode get(String path) throws IOException, InterruptedException {
        var at = "http://" + settings.getString("bkm.member.http-host") + ":" + settings.getInt("bkm.member.http-port");
        var request = HttpRequest.newBuilder(URI.create(at + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
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
            var _ = process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException late) {
            kill();
        }
    }
}

package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A member in a JVM of its own, started as a user would: {@code run -c FILE}. */
final class ForkedMember implements AutoCloseable {

    private final Process process;
    private final Path log;

    private ForkedMember(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param directory for its settings and its log, which a later life of the member overwrites */
    static ForkedMember start(String name, Config settings, Path directory) throws IOException {
        var file = directory.resolve(name + ".conf");
        Files.writeString(file, settings.root().render(ConfigRenderOptions.concise()));
        var log = directory.resolve(name + ".log");
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-XX:-UsePerfData"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Dlogback.configurationFile=logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.bkm.app.Main", "run", "-c", file.toString()));
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile())
                .start();
        return new ForkedMember(process, log);
    }

    /** As {@code kill -9}: it has no time to say or write anything. */
    void kill() throws InterruptedException {
        var _ = process.destroyForcibly();
        var _ = process.waitFor();
    }

    String log() throws IOException {
        return Files.readString(log);
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

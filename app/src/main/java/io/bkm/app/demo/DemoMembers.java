package io.bkm.app.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.bkm.app.member.MemberRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The members of a demo while it runs: in this JVM, or each in one of its own. */
sealed interface DemoMembers extends AutoCloseable {

    /** Whether all are still there. */
    boolean alive();

    @Override
    void close();

    /** All of them in this JVM. */
    record InProcess(List<MemberRuntime> members) implements DemoMembers {

        static InProcess start(Function<DemoMember, Config> settings) {
            return new InProcess(DemoMember.ALL.parallelStream()
                    .map(member -> MemberRuntime.start(settings.apply(member)))
                    .toList());
        }

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public void close() {
            members.parallelStream().forEach(MemberRuntime::close);
        }
    }

    /** One JVM each, started as a user would: {@code run -c FILE}. */
    record Processes(List<Process> processes) implements DemoMembers {

        private static final long LONGEST_STOP_SECONDS = 20;

        static Processes start(Function<DemoMember, Config> settings, Path directory) throws IOException {
            var processes = new ArrayList<Process>();
            for (var member : DemoMember.ALL) {
                var file = directory.resolve(member.name() + ".conf");
                Files.writeString(file, settings.apply(member).root().render(ConfigRenderOptions.concise()));
                processes.add(start(file));
            }
            return new Processes(List.copyOf(processes));
        }

        private static Process start(Path config) throws IOException {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var command = new ArrayList<>(List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-Xmx96m",
                    "-Xss512k",
                    "-XX:-UsePerfData",
                    "--sun-misc-unsafe-memory-access=allow"));
            command.addAll(List.of(
                    "-cp", System.getProperty("java.class.path"), "io.bkm.app.Main", "run", "-c", config.toString()));
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        @Override
        public boolean alive() {
            return processes.stream().allMatch(Process::isAlive);
        }

        @Override
        public void close() {
            processes.forEach(Process::destroy);
            for (var process : processes) {
                try {
                    if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException interrupted) {
                    process.destroyForcibly();
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}

package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image holds, made by the script that the Dockerfile calls, without the image around it. */
class RuntimeIT {

    private static final Path SCRIPT = Path.of("../deploy/runtime");
    private static final Path JARS = Path.of("target/lib");
    private static final String APP = "app-0.1.0-SNAPSHOT.jar";

    @TempDir
    private static Path directory;

    private static Path image;

    private record Answer(int code, String out, String err) {}

    @BeforeAll
    static void build() throws Exception {
        assumeThat(JARS.resolve(APP))
                .as("the jars that the phase package makes")
                .exists();
        image = directory.resolve("bkm");

        var answer = run(List.of("bash", SCRIPT.toString(), "build", JARS.toString(), image.toString()), "");

        assertThat(answer.code()).as(answer.err()).isZero();
    }

    @Test
    void runsOnItsOwnJdkAndCache() throws Exception {
        var java = image.resolve("runtime/bin/java").toString();
        var tool = List.of(
                java,
                "@" + image.resolve("java.options"),
                "-XX:AOTMode=on",
                "-XX:MaxRAMPercentage=60",
                "io.bkm.app.Main",
                "tool",
                "relabel");

        var answer = run(tool, "{\"id\":1,\"labels\":{\"a\":\"1\"}}\n");

        assertThat(answer).isEqualTo(new Answer(0, "{\"id\":1,\"keep\":true,\"labels\":{\"a\":\"1\"}}\n", ""));
    }

    @Test
    void letsOneLookIntoAContainerWithoutAShell() throws Exception {
        var jcmd = image.resolve("runtime/bin/jcmd").toString();

        var answer = run(List.of(jcmd, Long.toString(ProcessHandle.current().pid()), "VM.uptime"), "");

        assertThat(answer.out()).endsWith(" s\n");
    }

    @Test
    void saysThatTheCacheDoesNotFitOtherJars() throws Exception {
        var jar = image.resolve("lib").resolve(APP);
        var time = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        try {
            var answer = run(List.of("bash", SCRIPT.toString(), "check", image.toString()), "");

            assertThat(answer.code()).isNotZero();
            assertThat(answer.err()).contains("bkm.aot does not fit");
        } finally {
            Files.setLastModifiedTime(jar, time);
        }
    }

    private static Answer run(List<String> command, String in) throws IOException, InterruptedException {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("BKM_TRAINING_PORT", Integer.toString(freePorts()));
        var process = builder.start();
        try (var stdin = process.outputWriter()) {
            stdin.write(in);
        }
        return new Answer(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    /** The demo takes 34 ports in a row. */
    private static int freePorts() {
        for (int base = 41_000; base < 60_000; base += 100) {
            int first = base;
            if (IntStream.range(first, first + 34).allMatch(RuntimeIT::isFree)) {
                return base;
            }
        }
        throw new IllegalStateException("no 34 free ports in a row");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

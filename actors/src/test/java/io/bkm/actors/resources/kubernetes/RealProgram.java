package io.bkm.actors.resources.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are built for tests. Their folder is {@code $BKM_KUBERNETES}, else {@code ~/.cache/bkm/kubernetes}. */
public final class RealProgram {

    private RealProgram() {}

    /** Where it is. Skips the test where it is missing, and says what was not tried then. */
    public static Path orSkip(String name, String untried) {
        var program = folder().resolve(name);
        assumeTrue(
                Files.isExecutable(program),
                "no " + name + " in $BKM_KUBERNETES or ~/.cache/bkm/kubernetes: " + untried);
        return program;
    }

    /** What it writes is in a file of its name in {@code folder}. */
    static Process start(Path folder, String name, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(folder().resolve(name).toString());
        command.addAll(List.of(arguments));
        var log = folder.resolve(name + ".log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        return process;
    }

    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    private static Path folder() {
        var named = System.getenv("BKM_KUBERNETES");
        return named == null ? Path.of(System.getProperty("user.home"), ".cache", "bkm", "kubernetes") : Path.of(named);
    }
}

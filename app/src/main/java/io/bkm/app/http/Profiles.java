package io.bkm.app.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * What the Java runtime tells of itself, under the names that Go's pprof has: recordings of Java Flight Recorder instead
 * of its profiles, and texts.
 */
final class Profiles {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final AtomicBoolean recording = new AtomicBoolean();

    /** What is wrong with a question; the message is for whoever asked. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * A recording, as a {@code .jfr} file's content.
     *
     * @param configuration {@code default} or {@code profile}, those of the JDK
     * @throws Refused while another one runs: each costs memory and a little of everything's time
     */
    CompletionStage<byte[]> record(String configuration, Duration time) throws Refused {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new Refused("seconds: " + time.toSeconds() + " (expected: 1 to " + LONGEST.toSeconds() + ")");
        }
        if (!recording.compareAndSet(false, true)) {
            throw new Refused("a recording runs already");
        }
        try {
            var flight = new Recording(Configuration.getConfiguration(configuration));
            flight.start();
            return CompletableFuture.supplyAsync(
                            () -> content(flight),
                            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                    .whenComplete((_, _) -> recording.set(false));
        } catch (IOException | ParseException | RuntimeException noConfiguration) {
            recording.set(false);
            throw new IllegalStateException("no Flight Recorder", noConfiguration);
        }
    }

    private static byte[] content(Recording flight) {
        try (flight) {
            var file = Files.createTempFile("bkm", ".jfr");
            try {
                flight.stop();
                flight.dump(file);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
    }

    /** Objects on the heap by class. */
    private static String heap() {
        return diagnostic("gcClassHistogram");
    }

    /** Stacks of platform threads, and of virtual ones that hold a carrier. */
    private static String threads() {
        return diagnostic("threadPrint");
    }

    /** Which the JVM was started with; arguments may name files, and never hold secrets of ours. */
    private static String commandLine() {
        return String.join("\0", ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static String diagnostic(String command) {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            command,
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException notThere) {
            throw new IllegalStateException(command + " is not there", notThere);
        }
    }

    /** By pprof's name; empty for one that has no counterpart here. */
    static Optional<String> text(String name) {
        return switch (name) {
            case "heap", "allocs" -> Optional.of(heap());
            case "goroutine", "threadcreate" -> Optional.of(threads());
            case "cmdline" -> Optional.of(commandLine());
            default -> Optional.empty();
        };
    }
}

package io.bkm.app;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.bkm.app.demo.Demo;
import io.bkm.app.member.MemberRuntime;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What bkm can be told to do. */
@Command(
        name = "bkm",
        description = "Kubernetes metrics collector",
        mixinStandardHelpOptions = true,
        subcommands = {ToolCommands.class})
final class Commands implements Runnable {

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "no command (expected: demo, run, standalone or tool)");
        }
    }

    @Command(
            name = "demo",
            description = "A whole cluster on example manifests; no Kubernetes, no agent, no configuration.")
    int demo(
            @Option(names = "--processes", description = "One JVM for each member.") boolean processes,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            converter = TimeConverter.class,
                            description = "End by itself after this time, as 60s or 5m.")
                    @Nullable
                    Duration length,
            @Option(names = "--report", paramLabel = "FILE", description = "Write what happened as JSON at the end.")
                    @Nullable
                    Path report,
            @Option(
                            names = "--manifests",
                            paramLabel = "DIR",
                            defaultValue = "deploy/examples/demo",
                            description = "Folder of manifests. Default: ${DEFAULT-VALUE}")
                    Path manifests,
            @Option(
                            names = "--base-port",
                            paramLabel = "N",
                            defaultValue = "18080",
                            description = "Port of the page; the other ports follow. Default: ${DEFAULT-VALUE}")
                    int basePort)
            throws Exception {
        if (!Files.isDirectory(manifests)) {
            throw new IllegalArgumentException("--manifests: " + manifests + " (expected: a folder)");
        }
        var demo = new Demo(new Demo.Options(manifests, processes, basePort, length, report), System.out);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            demo.stop();
            await(ended);
        }));
        try {
            return demo.run();
        } finally {
            ended.countDown();
        }
    }

    @Command(name = "run", description = "One member of a cluster, as configured.")
    int run(
            @Option(names = "-c", paramLabel = "FILE", description = "Settings (HOCON); see reference.conf.") @Nullable
                    Path file,
            @Option(names = "--roles", paramLabel = "ROLE,…", description = "operator, daemonset, statefulset, event")
                    @Nullable
                    String roles) {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalArgumentException("-c: " + file + " (expected: a file that can be read)");
        }
        var settings = file == null ? ConfigFactory.empty() : ConfigFactory.parseFile(file.toFile());
        if (roles != null) {
            settings = ConfigFactory.parseMap(Map.of("bkm.member.roles", List.of(roles.split(","))))
                    .withFallback(settings);
        }
        var member = MemberRuntime.start(settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(member::close));
        member.awaitEnd();
        return 0;
    }

    @Command(name = "standalone", description = "One member with every role, as configured.")
    int standalone(
            @Option(names = "-c", paramLabel = "FILE", description = "Settings (HOCON); see reference.conf.") @Nullable
                    Path file) {
        return run(file, "operator,daemonset,statefulset,event");
    }

    /** A wrong setting is the user's to mend: the message alone. Anything else is ours, with its trace. */
    static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof IllegalArgumentException || failure instanceof ConfigException) {
            err.println("bkm: " + failure.getMessage());
            return 2;
        }
        err.println("bkm: " + failure.getMessage());
        failure.printStackTrace(err);
        return 1;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Times as Prometheus and HOCON write them: 500ms, 60s, 5m, 1h. */
    static final class TimeConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            try {
                return ConfigFactory.parseMap(Map.of("time", text.toLowerCase(Locale.ROOT)))
                        .getDuration("time");
            } catch (ConfigException notATime) {
                throw new TypeConversionException("'" + text + "' (expected: a time such as 60s)");
            }
        }
    }
}

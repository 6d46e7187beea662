package io.bkm.app;

import io.bkm.app.tools.GseAgentTool;
import io.bkm.app.tools.ParseTool;
import io.bkm.app.tools.RelabelTool;
import io.bkm.app.tools.RenderTool;
import io.bkm.app.tools.ScrapeTool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The product's own code on what is given: JSON Lines in and out. stdout holds the answers alone. */
@Command(name = "tool", description = "The product's own code on stdin or files.", mixinStandardHelpOptions = true)
final class ToolCommands implements Runnable {

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "no tool (expected: relabel, parse, render, scrape or gse-agent)");
        }
    }

    @Command(name = "relabel", description = "Relabeling rules, and targets from labels; JSON Lines on stdin.")
    int relabel() throws IOException {
        RelabelTool.run(System.in, System.out);
        return 0;
    }

    @Command(name = "parse", description = "Expositions to entries; JSON Lines on stdin.")
    int parse() throws IOException {
        ParseTool.run(System.in, System.out);
        return 0;
    }

    @Command(name = "render", description = "Folders of manifests to targets; one line for each folder.")
    int render(
            @Parameters(paramLabel = "DIR", arity = "1..*") List<Path> folders,
            @Option(
                            names = "--prometheus",
                            paramLabel = "FILE",
                            description = "A Prometheus or PrometheusAgent resource: what it says of scraping counts.")
                    @Nullable
                    Path prometheus)
            throws IOException {
        RenderTool.run(folders, prometheus, System.out, System.err);
        return 0;
    }

    @Command(name = "scrape", description = "One scrape of a URL, as samples or as GSE packets.")
    int scrape(
            @Parameters(paramLabel = "URL") String url,
            @Option(
                            names = "--as",
                            paramLabel = "samples|packets",
                            defaultValue = "samples",
                            description = "Default: ${DEFAULT-VALUE}")
                    ScrapeTool.Form form,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            defaultValue = "10s",
                            converter = Commands.TimeConverter.class,
                            description = "Default: ${DEFAULT-VALUE}")
                    Duration timeout,
            @Option(
                            names = "--dataid",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Of the packets. Default: ${DEFAULT-VALUE}")
                    long dataId)
            throws InterruptedException {
        return ScrapeTool.run(new ScrapeTool.Request(url, form, timeout, dataId), System.out, System.err);
    }

    @Command(name = "gse-agent", description = "A stand-in for the GSE agent: prints one line for each packet.")
    int gseAgent(
            @Option(names = "--socket", paramLabel = "PATH", required = true, description = "Where it listens.")
                    String socket,
            @Option(names = "--full", description = "Print the whole packets.") boolean full,
            @Option(names = "--agent-info", paramLabel = "JSON", description = "Which host it claims to be.") @Nullable
                    String info)
            throws InterruptedException {
        var arguments = new ArrayList<>(List.of("--socket", socket));
        if (full) {
            arguments.add("--full");
        }
        if (info != null) {
            arguments.addAll(List.of("--agent-info", info));
        }
        return GseAgentTool.run(arguments, System.out);
    }
}

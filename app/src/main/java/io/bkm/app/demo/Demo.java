package io.bkm.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import io.bkm.streams.gse.AgentInfo;
import io.bkm.streams.gse.GseAgent;
import io.bkm.streams.gse.GseAgentCounts;
import io.bkm.streams.gse.GseAgentSettings;
import io.bkm.streams.gse.ReceivedPacket;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole cluster on one machine: four members, a shop that is watched, and a stand-in for the GSE agent that
 * decodes and counts what it gets. Nothing in it is made up but the shop.
 */
public final class Demo {

    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(5);
    private static final int NODE_EXPORTER_PORT = 9100;

    private final Options options;
    private final PrintStream out;
    private final DemoPorts ports;
    private final MemberClient client;
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * What the command line says.
     *
     * @param manifests a folder
     * @param length null: until it is told to end
     * @param report where what happened is written at the end; null for nowhere
     */
    public record Options(
            Path manifests,
            boolean processes,
            int basePort,
            @Nullable Duration length,
            @Nullable Path report) {}

    public Demo(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        ports = new DemoPorts(options.basePort());
        client = new MemberClient(ports);
    }

    /**
     * Returns when the time is over, or {@link #stop} was called.
     *
     * @return the exit code: 0, or 1 when a member ended by itself
     */
    public int run() throws IOException, InterruptedException {
        long startedAt = ManagementFactory.getRuntimeMXBean().getStartTime();
        var directory = Files.createTempDirectory("bkm-demo");
        var socket = directory.resolve("gse.sock");
        try (var agent = GseAgent.start(GseAgentSettings.at(socket), agentInfo(), Demo::ignore);
                var _ = DemoExporter.start(ports.exporter(0), InstantSource.system());
                var _ = DemoExporter.start(ports.exporter(1), InstantSource.system());
                var members = start(directory, socket)) {
            out.println("page      http://127.0.0.1:" + ports.http(0) + "/");
            out.println("manifests " + options.manifests() + "  (edit them while this runs)");
            boolean whole = watch(agent, members, startedAt);
            finish(agent, members, startedAt);
            return whole ? 0 : 1;
        } finally {
            delete(directory);
        }
    }

    /** Ends the demo soon; from any thread. */
    public void stop() {
        end.countDown();
    }

    private DemoMembers start(Path directory, Path socket) throws IOException {
        var manifests = new ArrayList<Path>();
        manifests.add(shifted(directory));
        var nodeExporter = options.manifests().resolveSibling("demo-node-exporter");
        if (Files.isDirectory(nodeExporter) && answers(NODE_EXPORTER_PORT)) {
            manifests.add(nodeExporter);
        }
        return options.processes()
                ? DemoMembers.Processes.start(member -> settings(member, manifests, socket, directory), directory)
                : DemoMembers.InProcess.start(member -> settings(member, manifests, socket, directory));
    }

    private Config settings(DemoMember member, List<Path> manifests, Path socket, Path directory) {
        return member.settings(ports, manifests, socket, directory);
    }

    /** The manifests themselves; with other ports than theirs a copy that names these. */
    private Path shifted(Path directory) throws IOException {
        if (ports.base() == DemoPorts.DEFAULT_BASE) {
            return options.manifests();
        }
        var copies = Files.createDirectory(directory.resolve("manifests"));
        try (var files = Files.list(options.manifests())) {
            for (var file : files.toList()) {
                var text = Files.readString(file);
                for (int offset = 0; offset < 20; offset++) {
                    text = text.replace(
                            Integer.toString(DemoPorts.DEFAULT_BASE + offset), Integer.toString(ports.base() + offset));
                }
                Files.writeString(copies.resolve(file.getFileName()), text);
            }
        }
        return copies;
    }

    private boolean watch(GseAgent agent, DemoMembers members, long startedAt) throws InterruptedException {
        long endAt = options.length() == null
                ? Long.MAX_VALUE
                : startedAt + options.length().toMillis();
        while (members.alive()) {
            long wait = Math.min(STATUS_INTERVAL.toMillis(), endAt - System.currentTimeMillis());
            if (wait <= 0 || end.await(wait, TimeUnit.MILLISECONDS)) {
                return true;
            }
            out.println(status(agent.counts()));
        }
        return false;
    }

    private String status(GseAgentCounts agent) {
        var text = new StringBuilder();
        try {
            var targets = client.json("/api/v1/targets").path("data").path("activeTargets");
            int up = 0;
            for (var target : targets) {
                up += target.path("health").asText().equals("up") ? 1 : 0;
            }
            text.append(client.json("/api/v1/members").path("data").size()).append(" members, ");
            text.append(up).append(" of ").append(targets.size()).append(" targets up, ");
        } catch (IOException notYet) {
            text.append("the cluster is forming, ");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        text.append("agent got ").append(agent.samples()).append(" samples in ").append(agent.packets());
        return text.append(" packets").toString();
    }

    private void finish(GseAgent agent, DemoMembers members, long startedAt) throws IOException, InterruptedException {
        if (options.report() == null) {
            return;
        }
        JsonNode memberList = client.json("/api/v1/members");
        JsonNode targets = client.json("/api/v1/targets");
        var expositions = new ArrayList<String>();
        for (var member : DemoMember.ALL) {
            expositions.add(client.text(member.index(), "/metrics"));
        }
        members.close(); // what still waits for the agent arrives and is counted
        DemoReport.of(memberList, targets, expositions, agent.counts(), startedAt)
                .write(options.report());
        out.println("report    " + options.report());
    }

    private static AgentInfo agentInfo() {
        return new AgentInfo(0, 2, 0, "127.0.0.1", "demo", "", "");
    }

    private static void ignore(ReceivedPacket packet) {
        // counted by the agent itself
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 300);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("what the demo wrote could not be removed", left);
        }
    }
}

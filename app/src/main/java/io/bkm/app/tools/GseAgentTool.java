package io.bkm.app.tools;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.gse.AgentInfo;
import io.bkm.streams.gse.GseAgent;
import io.bkm.streams.gse.GseAgentCounts;
import io.bkm.streams.gse.GseAgentSettings;
import io.bkm.streams.gse.ReceivedPacket;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * {@code bkm tool gse-agent --socket PATH}: stands in for BlueKing's GSE agent. One line for each packet:
 * {@code {"dataid","type","samples","gseindex","bytes","time","sent"}} (bytes of JSON; seconds of the scrape, null where
 * the packet has none, and of the frame), with {@code --full} also the packet itself under {@code "packet"}; what is no
 * packet is {@code {"invalid":"why"}}.
 *
 * <p>Ends at the end of its input or by a signal, with a last line {@code {"counts":{…}}}. {@code --agent-info JSON} says
 * which host it claims to be.
 */
public final class GseAgentTool {

    private static final String USAGE = "usage: gse-agent --socket PATH [--full] [--agent-info JSON]";
    private static final AgentInfo DEFAULT_INFO = new AgentInfo(0, 2, 0, "127.0.0.1", "bkm-gse-agent", "", "");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final PrintStream out;
    private final boolean full;

    private GseAgentTool(PrintStream out, boolean full) {
        this.out = out;
        this.full = full;
    }

    /**
     * Receives until the end of the standard input, or a signal.
     *
     * @return the exit code: 0, 1 when it cannot listen, 2 when the arguments are wrong
     */
    public static int run(List<String> args, PrintStream out) throws InterruptedException {
        return run(args, endlessInput() ? null : System.in, out, System.err);
    }

    /**
     * @param in ends it when it ends; null: only a signal does
     */
    static int run(List<String> args, @Nullable InputStream in, PrintStream out, PrintStream err)
            throws InterruptedException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return 2;
        }
        try {
            new GseAgentTool(out, arguments.full()).receive(arguments, in, err);
            return 0;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private void receive(Arguments arguments, @Nullable InputStream in, PrintStream err)
            throws IOException, InterruptedException {
        var stop = new CountDownLatch(1);
        var counted = new CountDownLatch(1);
        var onSignal = new Thread(() -> {
            stop.countDown();
            await(counted); // the last line must be out before the process is gone
        });
        var agent = GseAgent.start(GseAgentSettings.at(arguments.socket()), arguments.info(), listener());
        Runtime.getRuntime().addShutdownHook(onSignal);
        err.println("listening on " + arguments.socket());
        if (in != null) {
            var _ = Thread.ofPlatform().daemon().name("end-of-input").start(() -> awaitEnd(in, stop));
        }
        try {
            stop.await();
        } finally {
            agent.close();
            print(counts(agent.counts()));
            counted.countDown();
        }
    }

    private GseAgent.Listener listener() {
        return new GseAgent.Listener() {
            @Override
            public void received(ReceivedPacket packet) {
                print(line(packet));
            }

            @Override
            public void invalid(String reason) {
                print(MAPPER.createObjectNode().put("invalid", reason));
            }
        };
    }

    /** Whole lines, whichever connection they come from. */
    private synchronized void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }

    private ObjectNode line(ReceivedPacket packet) {
        var line = MAPPER.createObjectNode();
        line.put("dataid", packet.dataId()).put("type", packet.type()).put("samples", packet.samples());
        line.put("gseindex", packet.gseIndex()).put("bytes", packet.bytes());
        if (packet.timeSeconds() == 0) {
            line.putNull("time");
        } else {
            line.put("time", packet.timeSeconds());
        }
        line.put("sent", packet.sentSeconds());
        if (full) {
            line.set("packet", packet.json());
        }
        return line;
    }

    private static ObjectNode counts(GseAgentCounts counts) {
        var line = MAPPER.createObjectNode();
        var all = line.putObject("counts");
        all.put("packets", counts.packets()).put("samples", counts.samples()).put("doubled", counts.doubled());
        all.put("invalid", counts.invalid()).put("ignored", counts.ignored());
        all.put("connections", counts.connections()).put("torn", counts.tornConnections());
        var dataIds = all.putArray("dataids");
        counts.byDataId()
                .forEach((dataId, received) -> dataIds.addObject()
                        .put("dataid", dataId)
                        .put("packets", received.packets())
                        .put("samples", received.samples())
                        .put("bytes", received.bytes()));
        return line;
    }

    private static void awaitEnd(InputStream in, CountDownLatch stop) {
        try {
            var _ = in.transferTo(PrintStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("input: " + e.getMessage());
        } finally {
            stop.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A shell gives /dev/null to what it starts in the background: its end says nothing. */
    private static boolean endlessInput() {
        var input = Path.of("/proc/self/fd/0");
        try {
            return Files.isSymbolicLink(input) && Files.readSymbolicLink(input).equals(Path.of("/dev/null"));
        } catch (IOException e) {
            return false; // it cannot be told: then it is an input like any other
        }
    }

    private record Arguments(Path socket, boolean full, AgentInfo info) {

        static Arguments parse(List<String> args) {
            Path socket = null;
            boolean full = false;
            var info = DEFAULT_INFO;
            var left = new ArrayDeque<>(args);
            while (!left.isEmpty()) {
                String option = left.remove();
                switch (option) {
                    case "--socket" -> socket = Path.of(value(option, left.poll()));
                    case "--full" -> full = true;
                    case "--agent-info" -> info = AgentInfo.parse(ByteString.fromString(value(option, left.poll())));
                    default -> throw new IllegalArgumentException("unknown argument: " + option);
                }
            }
            if (socket == null) {
                throw new IllegalArgumentException("--socket is missing");
            }
            return new Arguments(socket, full, info);
        }

        private static String value(String option, @Nullable String value) {
            if (value == null) {
                throw new IllegalArgumentException(option + " has no value");
            }
            return value;
        }
    }
}

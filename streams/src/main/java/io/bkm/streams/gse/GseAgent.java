package io.bkm.streams.gse;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stand-in for BlueKing's GSE agent: listens on a Unix socket, says which host this is, decodes, checks and counts
 * every packet. It sends nothing on. It can be told to stop reading, as an agent does whose own way out is blocked.
 */
public final class GseAgent implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GseAgent.class);

    /** Told about every packet, on the thread of its connection: what is slow here slows down the sender. */
    public interface Listener {

        void received(ReceivedPacket packet);

        default void invalid(String reason) {}
    }

    private final GseAgentSettings settings;
    private final Listener listener;
    private final AgentTally tally;
    private final Gate gate = new Gate();
    private final ServerSocketChannel server;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile AgentInfo info;

    private GseAgent(GseAgentSettings settings, AgentInfo info, Listener listener, ServerSocketChannel server) {
        this.settings = settings;
        this.info = info;
        this.listener = listener;
        this.server = server;
        this.tally = new AgentTally(settings, InstantSource.system());
    }

    /**
     * Listens from now on.
     *
     * @throws IOException when it cannot, or another process listens there already
     */
    public static GseAgent start(GseAgentSettings settings, AgentInfo info, Listener listener) throws IOException {
        removeStale(settings.socket());
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            var _ = server.bind(UnixDomainSocketAddress.of(settings.socket()));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        var agent = new GseAgent(settings, info, listener, server);
        agent.threads.execute(agent::accept);
        return agent;
    }

    /** What it answers from now on to those who ask which host this is. */
    public void info(AgentInfo next) {
        info = next;
    }

    /** Reads nothing more until {@link #resume}. */
    public void stall() {
        gate.set(false);
    }

    public void resume() {
        gate.set(true);
    }

    public GseAgentCounts counts() {
        return tally.counts();
    }

    /** Ends all connections, within a frame or not. */
    @Override
    public void close() throws IOException {
        server.close();
        closeConnections();
        gate.set(true);
        threads.close();
        closeConnections(); // the one that came too late to be served
        var _ = Files.deleteIfExists(settings.socket());
    }

    private void closeConnections() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                var connection = server.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
                if (!server.isOpen()) {
                    connection.close(); // close() went through the connections before this one was among them
                }
            }
        } catch (ClosedChannelException | RejectedExecutionException e) {
            log.atDebug().log("agent closed");
        } catch (IOException e) {
            log.atError().setCause(e).log("agent accepts no more connections");
        }
    }

    private void serve(SocketChannel connection) {
        tally.opened();
        boolean withinFrame = false;
        try (connection) {
            var reader = new GseFrameReader(new GatedChannel(connection, gate), settings.maxBody());
            for (var frame = reader.read(); frame != null; frame = reader.read()) {
                handle(frame, connection);
            }
        } catch (EOFException e) {
            withinFrame = true;
            log.atInfo().addKeyValue("reason", e.getMessage()).log("connection ended within a frame");
        } catch (ProtocolException e) {
            reject(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("connection ended");
        } finally {
            connections.remove(connection);
            tally.closed(withinFrame);
        }
    }

    private void handle(GseFrame frame, SocketChannel connection) {
        switch (frame) {
            case GseFrame.Dynamic report -> packet(report.dataId(), report.utcSeconds(), report.data());
            case GseFrame.Common report -> packet(report.dataId(), report.utcSeconds(), report.data());
            case GseFrame.ConfigRequest _ -> {
                tally.configRequest();
                answer(connection);
            }
            case GseFrame.Ops _, GseFrame.Unknown _ -> tally.ignored();
        }
    }

    private void packet(int dataId, long sentSeconds, ByteString body) {
        ReceivedPacket packet;
        try {
            packet = ReceivedPacket.check(dataId, sentSeconds, body);
        } catch (IllegalArgumentException e) {
            reject(String.valueOf(e.getMessage()));
            return;
        }
        tally.received(packet);
        listener.received(packet);
    }

    private void reject(String reason) {
        tally.invalid(reason);
        log.atWarn().addKeyValue("reason", reason).log("not a packet");
        listener.invalid(reason);
    }

    /** A client that is gone already may have left frames behind: not being heard is no reason to stop reading. */
    private void answer(SocketChannel connection) {
        var bytes =
                new AgentMessage(GseFrame.TYPE_CONFIG, info.toJson()).encode().asByteBuffer();
        try {
            while (bytes.hasRemaining()) {
                var _ = connection.write(bytes);
            }
        } catch (IOException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("client did not wait for its answer");
        }
    }

    /** What an agent that was killed left behind; another agent's socket, or any other file, stays. */
    private static void removeStale(Path socket) throws IOException {
        if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(socket + " is a file (expected: a socket, or nothing)");
        }
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new IOException(socket + " is in use: an agent listens there already");
        } catch (java.net.ConnectException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("nobody listens there any more");
            Files.delete(socket);
        }
    }

    private record GatedChannel(SocketChannel channel, Gate gate) implements ReadableByteChannel {

        /** Passes the gate twice: who waited for bytes must not take them after the gate was closed. */
        @Override
        public int read(ByteBuffer target) throws IOException {
            gate.pass();
            int count = channel.read(target);
            gate.pass();
            return count;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

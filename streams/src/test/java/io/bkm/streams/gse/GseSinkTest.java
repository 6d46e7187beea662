package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way from the outlet through a real socket to the stand-in agent, or to one that misbehaves. Longer than
 * others: all tests need the same agents and their helpers.
 */
class GseSinkTest {

    private static final int BUFFER = 256 * 1024;
    private static final int LARGE = 16 * 1024;

    private static ActorSystem system;

    @TempDir
    Path dir;

    private final GseCounters counters = new GseCounters(10);
    private final Packets received = new Packets();
    private @Nullable GseOutlet outlet;

    @BeforeAll
    static void startSystem() {
        system = ActorSystem.create("gse");
    }

    @AfterAll
    static void stopSystem() {
        TestKit.shutdownActorSystem(system);
    }

    @AfterEach
    void stop() throws Exception {
        if (outlet != null) {
            await(outlet.shutdown());
        }
    }

    @Test
    void waitsForAnAgentThatIsNotThereYet() throws Exception {
        var out = open("");
        putAll(out, 0, 10, 0);
        Packets.until(() -> counters.snapshot().connectFailures() > 0);

        try (var _ = agent(Packets.INFO)) {
            assertThat(received.nextNumbers(10)).isEqualTo(range(0, 10));
        }
    }

    @Test
    void numbersThePacketsOfEachDataIdAcrossConnections() throws Exception {
        var out = open("");
        out.put(Packets.packet(5, 1, 0));
        out.put(Packets.packet(6, 2, 0));
        try (var _ = agent(Packets.INFO)) {
            assertThat(received.next().gseIndex()).isEqualTo(1);
            assertThat(received.next().gseIndex()).isEqualTo(1);
        }

        out.put(Packets.packet(5, 3, 0));
        try (var _ = agent(Packets.INFO)) {
            assertThat(received.next().gseIndex()).isEqualTo(2);
        }
    }

    @Test
    void numbersGoOnAfterARestartWhereAFileKeepsThem() throws Exception {
        String indexFile = "index-file = \"" + dir.resolve("index") + "\"";
        try (var _ = agent(Packets.INFO)) {
            var before = open(indexFile);
            before.put(Packets.packet(5, 1, 0));
            assertThat(received.next().gseIndex()).isEqualTo(1);
            await(before.shutdown());

            open(indexFile).put(Packets.packet(5, 2, 0));

            assertThat(received.next().gseIndex()).isEqualTo(2);
        }
    }

    @Test
    void sendsATornFrameAgainWholeOnANewConnection() throws Exception {
        var out = open("");
        SocketChannel dying;
        try (var server = listen()) { // closed before the connection, or the next one would be torn too
            dying = server.accept();
            answer(dying, Packets.INFO);
            out.put(Packets.packet(5, 0, 1));
            out.put(Packets.packet(5, 1, 2_000_000)); // no socket buffer holds so much: it is torn wherever it ends
            readSome(dying, 100_000);
        }
        dying.close();
        Files.delete(socket());

        try (var agent = agent(Packets.INFO)) {
            assertThat(received.nextNumbers(1)).containsExactly(1);
            assertThat(counters.snapshot().resent()).isEqualTo(1);
            assertThat(agent.counts().invalid()).isZero();
            assertThat(agent.counts().tornConnections()).isZero();
        }
    }

    @Test
    void holdsBackAndStaysBoundedWhileTheAgentStallsAndRecoversByItself() throws Exception {
        var out = open("");
        try (var agent = agent(Packets.INFO)) {
            stallAfterTheFirst(agent, out);

            int stalledAt = 1;
            while (out.open()) {
                out.put(Packets.packet(5, stalledAt++, LARGE));
            }
            int all = stalledAt + 100;
            var rest = putElsewhere(out, stalledAt, all, LARGE);
            Packets.until(() -> counters.snapshot().waitingBytes() > BUFFER - 2 * LARGE);
            assertThat(counters.snapshot().waitingBytes()).isLessThanOrEqualTo(BUFFER);
            assertThat(out.open()).isFalse();
            assertThat(rest.toCompletableFuture()).isNotDone();
            agent.resume();
            assertThat(received.nextNumbers(all - 1)).isEqualTo(range(1, all));
            await(rest);

            assertThat(agent.counts().doubled()).isZero();
            Packets.until(out::open);
            assertThat(counters.snapshot().connects()).isEqualTo(1);
        }
    }

    @Test
    void losesAndDoublesNothingWhenAStallOutlastsTheWriteTimeout() throws Exception {
        var out = open("write-timeout = 50 ms, reconnect-min = 10 ms, reconnect-max = 20 ms");
        try (var agent = agent(Packets.INFO)) {
            stallAfterTheFirst(agent, out);
            int all = 200;
            var puts = putElsewhere(out, 1, all, LARGE);
            Packets.until(() -> counters.snapshot().writeTimeouts() >= 3);
            assertThat(counters.snapshot().waitingBytes()).isLessThanOrEqualTo(BUFFER);
            agent.resume();

            // Several connections were left behind full: their frames come in any order.
            assertThat(received.nextNumbersInAnyOrder(all - 1)).hasSize(all - 1);
            await(puts);
            assertThat(agent.counts().doubled()).isZero();
            assertThat(agent.counts().invalid()).isZero();
        }
    }

    @Test
    void neverCutsAnAgentThatIsOnlySlow() throws Exception {
        var out = open("write-timeout = 10 s, agent-info-retry = 30 s");
        try (var server = listen()) {
            out.put(Packets.packet(5, 1, LARGE));
            var slow = server.accept();
            var frames = new GseFrameReader(byteByByte(slow), 1 << 20);

            assertThat(frames.read()).isEqualTo(new GseFrame.ConfigRequest());
            answer(slow, Packets.INFO);
            assertThat(frames.read()).isInstanceOf(GseFrame.Dynamic.class);
            slow.close();
        }
        assertThat(counters.snapshot().writeTimeouts()).isZero();
    }

    @Test
    void skipsMessagesOfTheAgentThatItDoesNotKnow() throws Exception {
        var out = open("agent-info-retry = 30 s");
        out.put(Packets.packet(5, 1, 0));
        try (var server = listen();
                var connection = server.accept()) {
            var frames = new GseFrameReader(connection, 1 << 20);
            assertThat(frames.read()).isEqualTo(new GseFrame.ConfigRequest());

            var unknown = new AgentMessage(77, ByteString.fromString("x".repeat(100_000)));
            write(connection, unknown.encode());
            answer(connection, Packets.INFO);

            assertThat(frames.read()).isInstanceOf(GseFrame.Dynamic.class);
        }
    }

    @Test
    void packetsWaitUntilTheAgentSaysWhichHostThisIs() throws Exception {
        var out = open("agent-info-retry = 20 ms");
        try (var agent = agent(AgentInfo.NONE)) {
            out.put(Packets.packet(5, 1, 0));
            Packets.until(() -> counters.snapshot().agentInfoFailed() >= 3);
            assertThat(agent.counts().packets()).isZero();

            agent.info(Packets.INFO);

            assertThat(received.next().json().get("ip").asText()).isEqualTo("10.0.0.1");
        }
    }

    @Test
    void settingsAloneMaySayWhichHostThisIs() throws Exception {
        var out = open("agent-info-retry = 20 ms, host-ip = \"10.9.9.9\"");
        try (var _ = agent(AgentInfo.NONE)) {
            out.put(Packets.packet(5, 1, 0));

            assertThat(received.next().json().get("ip").asText()).isEqualTo("10.9.9.9");
        }
    }

    @Test
    void followsAHostThatChanges() throws Exception {
        var out = open("agent-info-interval = 20 ms");
        try (var agent = agent(Packets.INFO)) {
            out.put(Packets.packet(5, 1, 0));
            assertThat(received.next().json().get("bk_agent_id").asText()).isEqualTo("agent-1");

            agent.info(new AgentInfo(0, 3, 1, "10.0.0.2", "agent-2", "", ""));
            JsonNode moved;
            do {
                out.put(Packets.packet(5, 2, 0));
                moved = received.next().json();
            } while (!moved.get("bk_agent_id").asText().equals("agent-2"));

            assertThat(moved.get("ip").asText()).isEqualTo("10.0.0.2");
            assertThat(moved.get("bk_biz_id").asInt()).isEqualTo(3);
            assertThat(moved.get("cloudid").asInt()).isEqualTo(1);
        }
    }

    @Test
    void writesWhatWaitsBeforeItStops() throws Exception {
        var out = open("");
        try (var _ = agent(Packets.INFO)) {
            putAll(out, 0, 10, LARGE);
            await(out.shutdown());

            assertThat(received.nextNumbers(10)).isEqualTo(range(0, 10));
        }
        assertThat(out.open()).isFalse();
        assertThat(lost(Lost.SHUTDOWN)).isZero();
    }

    @Test
    void countsWhatIsLostWhenItStopsWithoutAnAgent() throws Exception {
        var out = open("drain-timeout = 20 ms");
        putAll(out, 0, 10, 0);

        await(out.shutdown());
        out.put(Packets.packet(5, 10, 0));

        assertThat(lost(Lost.SHUTDOWN)).isEqualTo(11);
        assertThat(counters.snapshot().waitingBytes()).isZero();
        assertThat(counters.snapshot().sent()).isEmpty();
    }

    @Test
    void doesNotWaitForEverForAnAgentThatNeverCloses() throws Exception {
        var out = open("drain-timeout = 50 ms");
        try (var server = listen();
                var connection = server.accept()) {
            answer(connection, Packets.INFO);
            out.put(Packets.packet(5, 1, 0));
            Packets.until(() -> counters.snapshot().sent().containsKey(5L));

            await(out.shutdown());
        }
        assertThat(lost(Lost.SHUTDOWN)).isZero();
    }

    @Test
    void losesOnlyThePacketWithoutDataId() throws Exception {
        var out = open("");
        try (var _ = agent(Packets.INFO)) {
            out.put(Packets.packet(0, 1, 0));
            out.put(Packets.packet(1L << 31, 2, 0));
            out.put(Packets.packet(5, 3, 0));

            assertThat(received.nextNumbers(1)).containsExactly(3);
        }
        assertThat(lost(Lost.NO_DATAID)).isEqualTo(2);
    }

    @Test
    void takesAPacketThatIsLargerThanTheBuffer() throws Exception {
        var out = open("");
        try (var _ = agent(Packets.INFO)) {
            putAll(out, 0, 3, 3 * BUFFER);

            assertThat(received.nextNumbers(3)).isEqualTo(range(0, 3));
        }
    }

    /** It has answered who this host is by then: nothing but the socket holds packets back. */
    private void stallAfterTheFirst(GseAgent agent, GseOutlet out) throws InterruptedException {
        out.put(Packets.packet(5, 0, 0));
        assertThat(received.nextNumbers(1)).containsExactly(0);
        agent.stall();
    }

    private GseOutlet open(String keys) {
        var own =
                "bkm.gse { endpoint = \"%s\", host-id-file = \"\", buffer = %d, reconnect-min = 10 ms, reconnect-max = 50 ms }"
                        .formatted(socket(), BUFFER);
        var config = ConfigFactory.parseString("bkm.gse { " + keys + " }")
                .withFallback(ConfigFactory.parseString(own))
                .withFallback(ConfigFactory.load());
        var opened = GseSink.create(GseSettings.from(config), counters).run(system);
        outlet = opened;
        return opened;
    }

    private Path socket() {
        return dir.resolve("agent");
    }

    private GseAgent agent(AgentInfo info) throws IOException {
        return GseAgent.start(GseAgentSettings.at(socket()), info, received);
    }

    private ServerSocketChannel listen() throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(socket()));
    }

    private static void answer(SocketChannel connection, AgentInfo info) throws IOException {
        write(connection, new AgentMessage(GseFrame.TYPE_CONFIG, info.toJson()).encode());
    }

    private static void write(SocketChannel connection, ByteString bytes) throws IOException {
        var buffer = bytes.asByteBuffer();
        while (buffer.hasRemaining()) {
            var _ = connection.write(buffer);
        }
    }

    /** Reads on until at least {@code count} bytes came. */
    private static void readSome(SocketChannel connection, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            assertThat(connection.read(buffer)).isPositive();
        }
    }

    private static ReadableByteChannel byteByByte(SocketChannel connection) {
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                var one = ByteBuffer.allocate(1);
                int count = connection.read(one);
                var _ = target.put(one.flip());
                return count;
            }

            @Override
            public boolean isOpen() {
                return connection.isOpen();
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    private static void putAll(GseOutlet out, int from, int to, int padding) throws InterruptedException {
        for (int number = from; number < to; number++) {
            out.put(Packets.packet(5, number, padding));
        }
    }

    /** Puts on a virtual thread, as a scrape does. */
    private static CompletionStage<Void> putElsewhere(GseOutlet out, int from, int to, int padding) {
        var done = new CompletableFuture<Void>();
        var _ = Thread.ofVirtual().start(() -> {
            try {
                putAll(out, from, to, padding);
                done.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void await(CompletionStage<?> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        var _ = stage.toCompletableFuture().get(Packets.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private long lost(Lost reason) {
        return counters.snapshot()
                .lost()
                .getOrDefault(reason, new GseCounters.Count(0, 0, 0))
                .packets();
    }
}

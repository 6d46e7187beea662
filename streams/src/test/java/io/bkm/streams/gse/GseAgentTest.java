package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GseAgentTest {

    private static final HostIdentity HOST = new HostIdentity(0, 2, 0, 0, "10.0.0.1", "a", "n", ":", 0, List.of());

    @TempDir
    Path dir;

    private final Packets packets = new Packets();
    private GseAgent agent;
    private SocketChannel client;

    @BeforeEach
    void start() throws IOException {
        agent = GseAgent.start(GseAgentSettings.at(socket()), Packets.INFO, packets);
        client = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        agent.close();
    }

    @Test
    void saysWhichHostThisIsAsOftenAsItIsAsked() throws IOException {
        ask(client);
        assertThat(answer(client)).isEqualTo(Packets.INFO);

        var moved = new AgentInfo(0, 2, 0, "10.0.0.2", "agent-2", "", "");
        agent.info(moved);
        ask(client);

        assertThat(answer(client)).isEqualTo(moved);
        assertThat(agent.counts().configRequests()).isEqualTo(2);
    }

    @Test
    void servesSeveralConnections() throws IOException {
        try (var second = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            ask(second);
            ask(client);

            assertThat(answer(client)).isEqualTo(Packets.INFO);
            assertThat(answer(second)).isEqualTo(Packets.INFO);
            assertThat(agent.counts().openConnections()).isEqualTo(2);
        }
    }

    @Test
    void countsPacketsAndSamplesByDataId() throws Exception {
        send(frame(5, 1), frame(5, 2), frame(6, 3));
        var _ = packets.nextNumbers(3);

        var counts = agent.counts();

        assertThat(counts.packets()).isEqualTo(3);
        assertThat(counts.samples()).isEqualTo(3);
        assertThat(counts.byDataId()).containsOnlyKeys(5L, 6L);
        assertThat(counts.byDataId().get(5L)).extracting("packets", "samples").containsExactly(2L, 2L);
        assertThat(counts.firstSample()).isNotNull();
        assertThat(counts.shown()).hasSize(3);
        assertThat(counts.doubled()).isZero();
    }

    @Test
    void takesAReportWithoutMetaToo() throws Exception {
        var json = Envelope.seal(Packets.packet(5, 1, 0), HOST, 1);
        send(new GseFrame.Common(5, 7, json).encode());

        assertThat(Packets.number(packets.next())).isEqualTo(1);
    }

    @Test
    void noticesASampleThatComesAgain() throws Exception {
        send(frame(5, 1), frame(5, 2), frame(5, 1), frame(6, 1));
        var _ = packets.nextNumbers(4);

        assertThat(agent.counts().doubled()).isEqualTo(1);
    }

    @Test
    void skipsFramesThatCarryNoPacket() throws Exception {
        var unknown =
                ByteBuffer.allocate(24 + 1000).putInt(77).putInt(1).putInt(2).putInt(1000);
        var ops = new GseFrame.Ops(5, 7, ByteString.fromString("not even JSON"));
        send(ByteString.fromArray(unknown.array()), ops.encode(), frame(5, 1));

        assertThat(Packets.number(packets.next())).isEqualTo(1);
        assertThat(agent.counts().ignored()).isEqualTo(2);
        assertThat(agent.counts().invalid()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                    | body: Unexpected end-of-input",
                "[]                                                   | body: [] (expected: an object)",
                "{'dataid':6}                                         | dataid: 6 (expected: 5)",
                "{'dataid':5}                                         | gseindex: missing (expected: a positive number)",
                "{'dataid':5,'gseindex':1,'gseindex':2}               | body: Duplicate field 'gseindex'",
                "{'dataid':5,'gseindex':1,'data':{}}                  | data: {} (expected: an array)",
                "{'dataid':5,'gseindex':1,'data':[{}]}                | dimension: {} (expected: an object)",
                "{'dataid':5,'gseindex':1,'data':[{'dimension':{'a':1}}]}  | a: 1 (expected: a text)",
                "{'dataid':5,'gseindex':1,'data':[{'dimension':{}}]}  | timestamp: missing (expected: milliseconds)",
                "{'dataid':5,'gseindex':1,'data':[{'dimension':{},'timestamp':1,'metrics':{}}]} | metrics: {}",
                "{'dataid':5,'gseindex':1,'data':[{'dimension':{},'timestamp':1,'metrics':{'m':'1'}}]} | m: '1'",
                "{'dataid':5,'gseindex':1,'type':'kubeevent','data':[{'dimension':{},'timestamp':1}]} | event_name: missing",
            })
    void saysWhatIsWrongWithAPacketAndReadsOn(String json, String reason) throws Exception {
        var broken = ByteString.fromString(json.replace('\'', '"'));
        send(new GseFrame.Dynamic(5, 7, List.of(), broken).encode(), frame(5, 1));

        assertThat(packets.nextRejected().replace('"', '\'')).startsWith(reason);
        assertThat(Packets.number(packets.next())).isEqualTo(1);
        assertThat(agent.counts().invalid()).isEqualTo(1);
        assertThat(agent.counts().packets()).isEqualTo(1);
    }

    @Test
    void endsAConnectionWhoseBytesAreNoFrame() throws Exception {
        var bytes = ByteBuffer.allocate(24).putInt(9).putInt(5).putInt(7).putInt(12);
        send(ByteString.fromArray(bytes.array()), ByteString.fromArray(new byte[12]));

        assertThat(packets.nextRejected()).startsWith("dynamic body: 12 bytes");
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void readsNothingWhileItStalls() throws Exception {
        agent.stall();
        send(frame(5, 1));
        ask(client);
        assertThat(agent.counts().packets()).isZero();

        agent.resume();

        assertThat(Packets.number(packets.next())).isEqualTo(1);
        assertThat(answer(client)).isEqualTo(Packets.INFO);
    }

    @Test
    void canBeClosedWhileItStalls() throws Exception {
        agent.stall();
        send(frame(5, 1));

        agent.close();

        assertThat(socket()).doesNotExist();
    }

    @Test
    void takesThePlaceOfOneThatWasKilled() throws Exception {
        var stale = dir.resolve("stale");
        try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var _ = killed.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThat(stale).exists();

        try (var again = GseAgent.start(GseAgentSettings.at(stale), Packets.INFO, packets)) {
            assertThat(again.counts().connections()).isZero();
        }
    }

    @Test
    void leavesTheSocketOfALivingOneAlone() {
        assertThatThrownBy(() -> GseAgent.start(GseAgentSettings.at(socket()), Packets.INFO, packets))
                .hasMessageEndingWith("is in use: an agent listens there already");
        assertThat(socket()).exists();
    }

    @Test
    void leavesAFileAlone() throws IOException {
        var file = Files.writeString(dir.resolve("file"), "precious");

        assertThatThrownBy(() -> GseAgent.start(GseAgentSettings.at(file), Packets.INFO, packets))
                .hasMessageEndingWith("is a file (expected: a socket, or nothing)");
        assertThat(file).hasContent("precious");
    }

    private Path socket() {
        return dir.resolve("agent");
    }

    private static ByteString frame(int dataId, int number) {
        var json = Envelope.seal(Packets.packet(dataId, number, 0), HOST, number);
        return new GseFrame.Dynamic(dataId, 7, List.of(), json).encode();
    }

    private void send(ByteString... frames) throws IOException {
        for (var frame : frames) {
            write(client, frame);
        }
    }

    private static void ask(SocketChannel channel) throws IOException {
        write(channel, new GseFrame.ConfigRequest().encode());
    }

    private static void write(SocketChannel channel, ByteString bytes) throws IOException {
        var buffer = bytes.asByteBuffer();
        while (buffer.hasRemaining()) {
            var _ = channel.write(buffer);
        }
    }

    private static AgentInfo answer(SocketChannel channel) throws IOException {
        var head = readFully(channel, 8);
        assertThat(head.getInt()).isEqualTo(GseFrame.TYPE_CONFIG);
        return AgentInfo.parse(ByteString.fromByteBuffer(readFully(channel, head.getInt())));
    }

    private static ByteBuffer readFully(SocketChannel channel, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            assertThat(channel.read(buffer)).isPositive();
        }
        return buffer.flip();
    }
}

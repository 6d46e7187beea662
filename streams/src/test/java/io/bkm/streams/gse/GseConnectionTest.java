package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the account of bytes: what the kernel took, and what that means for the frames. */
class GseConnectionTest {

    private static final ByteString SMALL = ByteString.fromString("small");
    private static final ByteString HUGE = ByteString.fromArray(new byte[4 << 20]);

    @TempDir
    Path dir;

    private final List<String> written = new ArrayList<>();
    private Selector selector;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var _ = server.bind(UnixDomainSocketAddress.of(dir.resolve("s")), 1);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        selector.close();
    }

    @Test
    void tellsWhenAFrameIsWrittenWhole() throws IOException {
        try (var connection = connect()) {
            connection.stage(SMALL, 1, () -> written.add("small"));
            assertThat(connection.idle()).isFalse();

            assertThat(connection.write(2)).isTrue();

            assertThat(written).containsExactly("small");
            assertThat(connection.idle()).isTrue();
            assertThat(connection.torn()).isFalse();
            assertThat(connection.lastProgress()).isEqualTo(2);
        }
    }

    @Test
    void knowsThatAFrameIsTornWhenTheKernelTookAPartOfIt() throws IOException {
        try (var connection = connect()) {
            connection.stage(HUGE, 1, () -> written.add("huge"));
            assertThat(connection.torn()).as("nothing is written yet").isFalse();

            assertThat(connection.write(2)).isFalse();

            assertThat(connection.torn()).isTrue();
            assertThat(connection.wantsFrame()).isFalse();
            assertThat(written).isEmpty();
        }
    }

    @Test
    void makesProgressOnlyWhenThePeerReads() throws IOException {
        try (var connection = connect();
                var peer = server.accept()) {
            connection.stage(HUGE, 1, () -> written.add("huge"));
            var _ = connection.write(2);
            assertThat(connection.write(3)).isFalse();
            assertThat(connection.lastProgress()).isEqualTo(2);

            long read = 0;
            for (long now = 4; read < HUGE.size(); now++) {
                read += peer.read(ByteBuffer.allocate(1 << 20));
                var _ = connection.write(now);
            }

            assertThat(read).isEqualTo(HUGE.size());
            assertThat(written).containsExactly("huge");
            assertThat(connection.lastProgress()).isGreaterThan(3);
        }
    }

    @Test
    void timeWithoutWorkIsNoStall() throws IOException {
        try (var connection = connect()) {
            connection.stage(SMALL, 1, () -> {});
            var _ = connection.write(1);

            connection.stage(SMALL, 1000, () -> {});

            assertThat(connection.lastProgress()).isEqualTo(1000);
        }
    }

    @Test
    void writesFramesThatAreLargerThanItsBufferInOrder() throws IOException {
        try (var connection = connect();
                var peer = server.accept()) {
            var first = ByteString.fromString("a".repeat(1000)).concat(ByteString.fromString("b".repeat(1000)));
            connection.stage(first, 1, () -> written.add("first"));
            assertThat(connection.wantsFrame()).as("buffer of 512 bytes").isFalse();
            assertThat(connection.write(1)).isTrue();
            connection.stage(SMALL, 1, () -> written.add("second"));
            assertThat(connection.write(1)).isTrue();

            var got = ByteBuffer.allocate(2005);
            while (got.hasRemaining()) {
                assertThat(peer.read(got)).isPositive();
            }

            assertThat(ByteString.fromArray(got.array())).isEqualTo(first.concat(SMALL));
            assertThat(written).containsExactly("first", "second");
        }
    }

    @Test
    void saysWhenThePeerHasClosed() throws IOException {
        try (var connection = connect()) {
            assertThat(connection.read()).isTrue();

            server.accept().close();

            assertThat(connection.read()).isFalse();
        }
    }

    @Test
    void doesNotWaitWhereTooManyWaitToBeAccepted() throws IOException {
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("s")));
                var _ = SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("s")))) {
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
    }

    @Test
    void doesNotWaitForAnAgentThatIsNotThere() throws IOException {
        server.close();

        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    private GseConnection connect() throws IOException {
        return new GseConnection(dir.resolve("s"), selector, ByteBuffer.allocateDirect(512), _ -> {});
    }
}

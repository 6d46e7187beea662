package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts of specs/bkmonitor-operator.md 10.2, on the worked examples of 10.9. */
class GseFrameTest {

    private static final long TIME = 0x66000000L;

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of(
                        "dynamic",
                        new GseFrame.Dynamic(1500101, TIME, List.of(), text("{\"dataid\":1500101}")),
                        """
                        00000009 0016e3c5 66000000 000001c2 00000000 00000000
                        0000000000000000 00000000 00000000 00000198 00000000
                        """ + "00".repeat(408) + "7b22646174616964223a313530303130317d"),
                Arguments.of(
                        "dynamic with meta",
                        new GseFrame.Dynamic(
                                1430, TIME, List.of(new GseFrame.Meta("tlogc", "2017-01-09 21:18")), text("x")),
                        """
                        00000009 00000596 66000000 000001b1 00000000 00000000
                        0000000000000000 00000000 0000001d 00000198 00000001
                        00000005 00000010 746c6f6763 323031372d30312d30392032313a3138
                        """ + "00".repeat(379) + "78"),
                Arguments.of(
                        "config request",
                        new GseFrame.ConfigRequest(),
                        "0000000a 00000000 00000000 00000000 00000000 00000000"),
                Arguments.of(
                        "common",
                        new GseFrame.Common(1430, TIME, text("test common")),
                        "00000c01 00000596 66000000 0000000b 00000000 00000000 7465737420636f6d6d6f6e"),
                Arguments.of(
                        "operations",
                        new GseFrame.Ops(1430, TIME, text("test")),
                        "00000c0c 00000596 66000000 00000004 00000000 00000000 74657374"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void encodesToTheByte(String name, GseFrame frame, String hex) {
        assertThat(frame.encode()).isEqualTo(bytes(hex));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void decodesWhatComesByteByByte(String name, GseFrame frame, String hex) throws IOException {
        var reader = new GseFrameReader(byteByByte(bytes(hex + hex)), 1 << 20);

        assertThat(reader.read()).isEqualTo(frame);
        assertThat(reader.read()).isEqualTo(frame);
        assertThat(reader.read()).isNull();
    }

    @Test
    void refusesMetaThatDoesNotFit() {
        var meta = List.of(new GseFrame.Meta("k", "v".repeat(400)));

        assertThatThrownBy(() -> new GseFrame.Dynamic(1, TIME, meta, text("")))
                .hasMessage("meta: 409 bytes (expected: <= 408)");
    }

    @Test
    void skipsTheBodyOfAnUnknownType() throws IOException {
        var reader = reader("00000077 00000001 66000000 00000003 00000000 00000000 010203"
                + "0000000a 00000000 00000000 00000000 00000000 00000000");

        assertThat(reader.read()).isEqualTo(new GseFrame.Unknown(0x77, 1, TIME, 3));
        assertThat(reader.read()).isEqualTo(new GseFrame.ConfigRequest());
    }

    @Test
    void saysWhenThePeerClosedWithinAFrame() {
        var reader = reader("00000c01 00000596 66000000 0000000b 00000000 00000000 7465");

        assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void refusesWhatIsNoFrame(String name, String hex, String message) {
        assertThatThrownBy(reader(hex)::read)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> broken() {
        String dynamic = "00000009 00000001 66000000 %08x 00000000 00000000 0000000000000000 00000000 ";
        return Stream.of(
                Arguments.of("too long", "00000c01 00000596 66000000 7fffffff 00000000 00000000", "2147483647 bytes"),
                Arguments.of(
                        "length above 31 bits", "00000c01 00000596 66000000 ffffffff" + "00".repeat(8), "4294967295"),
                Arguments.of("dynamic too short", dynamic.formatted(12), "12 bytes (expected: >= 432)"),
                Arguments.of(
                        "other meta area",
                        dynamic.formatted(432) + "00000000 00000100 00000000" + "00".repeat(408),
                        "of 256"),
                Arguments.of(
                        "meta longer than its area",
                        dynamic.formatted(432) + "00000010 00000198 00000001 00000005 00000009" + "00".repeat(400),
                        "key of 5 and value of 9"),
                Arguments.of(
                        "fewer meta entries than said",
                        dynamic.formatted(432) + "00000000 00000198 00000001" + "00".repeat(408),
                        "(expected: 1 and none)"));
    }

    private static GseFrameReader reader(String hex) {
        var in = new ByteArrayInputStream(bytes(hex).toArray());
        return new GseFrameReader(Channels.newChannel(in), 1 << 20);
    }

    private static ReadableByteChannel byteByByte(ByteString bytes) {
        var in = new ByteArrayInputStream(bytes.toArray());
        var channel = Channels.newChannel(in);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                var one = ByteBuffer.allocate(1);
                int count = channel.read(one);
                target.put(one.flip());
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
        };
    }

    private static ByteString text(String text) {
        return ByteString.fromString(text);
    }

    private static ByteString bytes(String hex) {
        return ByteString.fromArray(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }
}

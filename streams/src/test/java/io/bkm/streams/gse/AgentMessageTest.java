package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer of specs/bkmonitor-operator.md 10.9, in whatever pieces it comes. */
class AgentMessageTest {

    private static final ByteString INFO = ByteString.fromString("{\"bizid\":1,\"cloudid\":2,\"ip\":\"127.0.0.1\"}");
    private static final AgentMessage ANSWER = new AgentMessage(GseFrame.TYPE_CONFIG, INFO);

    private final List<AgentMessage> received = new ArrayList<>();
    private final AgentMessage.Decoder decoder = new AgentMessage.Decoder(received::add);

    @Test
    void encodesToTheByte() {
        assertThat(ANSWER.encode().take(8))
                .isEqualTo(ByteString.fromArray(HexFormat.of().parseHex("0000000a00000028")));
        assertThat(ANSWER.encode().drop(8)).isEqualTo(INFO);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 9, 48, 1000})
    void putsItTogetherFromPieces(int size) {
        feed(ANSWER.encode().concat(ANSWER.encode()), size);

        assertThat(received).containsExactly(ANSWER, ANSWER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void skipsTheBodyOfAnyOtherMessage(int size) {
        var other = new AgentMessage(77, ByteString.fromString("x".repeat(100)));
        var empty = new AgentMessage(78, ByteString.emptyByteString());

        feed(other.encode().concat(empty.encode()).concat(ANSWER.encode()), size);

        assertThat(received).containsExactly(ANSWER);
    }

    @Test
    void handsOnAnEmptyAnswerAtOnce() {
        var empty = new AgentMessage(GseFrame.TYPE_CONFIG, ByteString.emptyByteString());

        feed(empty.encode(), 8);

        assertThat(received).containsExactly(empty);
    }

    @Test
    void skipsAnAnswerOfNoSensibleLengthWithoutKeepingIt() {
        var head = ByteBuffer.allocate(8).putInt(GseFrame.TYPE_CONFIG).putInt((1 << 20) + 1);
        var tooLong = ByteString.fromArray(head.array()).concat(ByteString.fromArray(new byte[(1 << 20) + 1]));

        feed(tooLong.concat(ANSWER.encode()), 4096);

        assertThat(received).containsExactly(ANSWER);
    }

    @Test
    void readsTheInfo() {
        assertThat(AgentInfo.parse(INFO)).isEqualTo(new AgentInfo(1, 0, 2, "127.0.0.1", "", "", ""));
        assertThat(AgentInfo.parse(INFO).known()).isTrue();
        assertThat(AgentInfo.parse(ByteString.fromString("{}")).known()).isFalse();
    }

    @Test
    void writesTheInfoThatItReads() {
        var info = new AgentInfo(1, 2, 3, "10.0.0.1", "agent-1", "default", "7");

        assertThat(AgentInfo.parse(info.toJson())).isEqualTo(info);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"ip\":", "null"})
    void refusesWhatIsNoInfo(String json) {
        assertThatThrownBy(() -> AgentInfo.parse(ByteString.fromString(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("agent info: ");
    }

    private void feed(ByteString bytes, int size) {
        for (var left = bytes; !left.isEmpty(); left = left.drop(size)) {
            decoder.feed(left.take(size).asByteBuffer());
        }
    }
}

package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the original collector sent, recorded byte for byte: {@code conformance/packets}, README there. */
class GsePacketConformanceTest {

    private static final Path CASES = Path.of("src/test/resources/conformance/packets");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The agent of the recordings. */
    private static final AgentInfo AGENT = new AgentInfo(0, 2, 0, "10.0.0.1", "agent-1", "default", "");

    /** Its keys are in the random order of another encoder. */
    private static final String RANDOM_KEYS = "37-gojson";

    static Stream<Path> recordings() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("frames.bin"))).sorted().toList().stream();
        }
    }

    @Test
    void hasFramesOfAllCasesButTheOneThatIsTooLarge() throws IOException {
        assertThat(recordings()).hasSize(49);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void twoDecodersReadTheSame(Path recording) throws IOException {
        byte[] bytes = Files.readAllBytes(recording.resolve("frames.bin"));

        var ours = decode(bytes);
        var independent = decodeIndependently(bytes);

        assertThat(ours.stream().map(GsePacketConformanceTest::plain)).isEqualTo(independent);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theirPacketsAreTheRecordedOnes(Path recording) throws IOException {
        var sent = reports(recording);

        var recorded = Files.readAllLines(recording.resolve("packets.jsonl"));

        assertThat(sent).hasSizeLessThanOrEqualTo(recorded.size()).isNotEmpty();
        for (int i = 0; i < sent.size(); i++) {
            assertSame(JSON.readTree(sent.get(i).data().utf8String()), JSON.readTree(recorded.get(i)), "line " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void encodesTheFramesAgainToTheByte(Path recording) throws IOException {
        byte[] bytes = Files.readAllBytes(recording.resolve("frames.bin"));

        var again =
                decode(bytes).stream().map(GseFrame::encode).reduce(ByteString.emptyByteString(), ByteString::concat);

        assertThat(again).isEqualTo(ByteString.fromArray(bytes));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void sealsTheItemsAgainToTheByte(Path recording) throws IOException {
        var host = host(recording);
        int sealed = 0;
        for (var report : reports(recording)) {
            var json = report.data().utf8String();
            var packet = JSON.readTree(json);
            if (packet.has("type") && !recording.endsWith(RANDOM_KEYS)) {
                var again = Envelope.seal(
                        unsealed(json, packet), host, packet.get("gseindex").asLong());
                assertThat(again.utf8String()).isEqualTo(json);
                sealed++;
            }
        }
        // 39 is a task that the original refuses: only its heartbeat is there
        assertThat(sealed > 0).isEqualTo(!recording.endsWith(RANDOM_KEYS) && !recording.endsWith("39-label-biz-id"));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theStandInFindsNothingWrongWithThem(Path recording) throws IOException {
        for (var report : reports(recording)) {
            var packet = ReceivedPacket.check(report.dataId(), report.utcSeconds(), report.data());

            assertThat(packet.samples()).isEqualTo(packet.json().path("data").size());
        }
    }

    private static GsePacket unsealed(String json, JsonNode packet) {
        String items = json.substring(json.indexOf("\"data\":[") + 8, json.lastIndexOf("],\"dataid\":"));
        return new GsePacket(
                packet.get("dataid").asLong(),
                GsePacket.Type.valueOf(packet.get("type").asText().toUpperCase(Locale.ROOT)),
                packet.path("time").asLong(),
                0,
                ByteString.fromString(items),
                packet.get("data").size());
    }

    private static HostIdentity host(Path recording) throws IOException {
        var settings = GseSettings.from(ConfigFactory.load());
        var file = recording.resolve("hostid");
        return HostIdentity.of(AGENT, settings, Files.exists(file) ? HostIdFile.read(file) : null, "node-a");
    }

    private static List<GseFrame.Dynamic> reports(Path recording) throws IOException {
        return decode(Files.readAllBytes(recording.resolve("frames.bin"))).stream()
                .filter(GseFrame.Dynamic.class::isInstance)
                .map(GseFrame.Dynamic.class::cast)
                .toList();
    }

    private static List<GseFrame> decode(byte[] bytes) throws IOException {
        var reader = new GseFrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)), 1 << 20);
        var frames = new ArrayList<GseFrame>();
        for (var frame = reader.read(); frame != null; frame = reader.read()) {
            frames.add(frame);
        }
        return frames;
    }

    private record Plain(int type, int dataId, int time, String body) {}

    private static Plain plain(GseFrame frame) {
        return switch (frame) {
            case GseFrame.Dynamic report -> {
                assertThat(report.meta()).isEmpty();
                yield new Plain(
                        9,
                        report.dataId(),
                        (int) report.utcSeconds(),
                        report.data().utf8String());
            }
            case GseFrame.ConfigRequest _ -> new Plain(10, 0, 0, "");
            case GseFrame.Common _, GseFrame.Ops _, GseFrame.Unknown _ -> throw new AssertionError(frame);
        };
    }

    /** Another way to the same: fixed offsets into the whole recording, none of our code. */
    private static List<Plain> decodeIndependently(byte[] bytes) {
        var all = ByteBuffer.wrap(bytes);
        var frames = new ArrayList<Plain>();
        for (int at = 0; at < bytes.length; ) {
            int type = all.getInt(at);
            int bodyLength = all.getInt(at + 12);
            int dataAt = type == 9 ? at + 456 : at + 24;
            int end = at + 24 + bodyLength;
            if (type == 9) {
                assertThat(all.getInt(at + 40)).isEqualTo(408);
            }
            var body = new String(bytes, dataAt, end - dataAt, StandardCharsets.UTF_8);
            frames.add(new Plain(type, all.getInt(at + 4), all.getInt(at + 8), body));
            at = end;
        }
        return frames;
    }

    /** The recorded text has a description in place of what differs from run to run. */
    private static void assertSame(JsonNode sent, JsonNode recorded, String where) {
        if (recorded.isTextual() && recorded.asText().matches("<(int s|int ms|float|number)>")) {
            assertThat(sent.isNumber()).as(where).isTrue();
        } else if (recorded.isObject()) {
            assertThat(sent.properties().stream().map(java.util.Map.Entry::getKey))
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(recorded.properties().stream()
                            .map(java.util.Map.Entry::getKey)
                            .toList());
            recorded.properties()
                    .forEach(entry ->
                            assertSame(sent.path(entry.getKey()), entry.getValue(), where + " " + entry.getKey()));
        } else if (recorded.isArray()) {
            assertThat(sent.size()).as(where).isEqualTo(recorded.size());
            for (int i = 0; i < recorded.size(); i++) {
                assertSame(sent.get(i), recorded.get(i), where + " " + i);
            }
        } else {
            assertThat(sent).as(where).isEqualTo(recorded);
        }
    }
}

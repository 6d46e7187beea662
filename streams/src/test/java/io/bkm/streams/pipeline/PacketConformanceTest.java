package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our packets beside those recorded from the original collector (conformance/packets, README there). Where the two
 * differ on purpose the case is listed with its reason, and must differ.
 */
class PacketConformanceTest {

    private static final Path CASES = Path.of("src/test/resources/conformance/packets");
    private static final Duration TOOK = Duration.ofMillis(5);
    /** Inside the times that the recordings were made at. */
    private static final long NOW = 1_795_300_777_000L;

    /** What the scrape came to where there was no good answer; the HTTP client's part. */
    private static final Map<String, Reason> FAILED = Map.of(
            "08-http-404-empty", Reason.HTTP_STATUS,
            "09-http-404-html", Reason.HTTP_STATUS,
            "10-http-500-with-metrics", Reason.HTTP_STATUS,
            "11-connection-refused", Reason.REFUSED,
            "12-timeout", Reason.TIMEOUT,
            "35-truncated-body", Reason.BODY,
            "49-timeout-in-body", Reason.TIMEOUT);

    /** Faults of the original that we mend, and what it has beside the collector. */
    private static final Map<String, String> DIFFERENT = Map.ofEntries(
            Map.entry("03-summary", "W16: a NaN is a good sample; JSON cannot say it, but the scrape is Ok"),
            Map.entry("05-timestamps", "a time in nanoseconds is one, where the original takes the time of the scrape"),
            Map.entry("06-nan-inf", "W16: a NaN is a good sample; JSON cannot say it, but the scrape is Ok"),
            Map.entry("08-http-404-empty", "W16: the status is looked at, the code is 1200"),
            Map.entry("09-http-404-html", "W16: the status is looked at, the code is 1200"),
            Map.entry("10-http-500-with-metrics", "W16: the status is looked at, the code is 1200"),
            Map.entry("11-connection-refused", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("12-timeout", "W16: a timeout has its own code, 3"),
            Map.entry(
                    "13-malformed-line",
                    "a line with something after the timestamp is no sample; gather-up has the code"),
            Map.entry("15-line-over-64k", "W17: a long line ends nothing"),
            Map.entry(
                    "23-max-batches",
                    "W28: no packet of a scrape is thrown away; sampleLimit says how many are too many"),
            Map.entry("26-delta", "delta and rate are actions that no custom resource can write"),
            Map.entry("27-rate", "delta and rate are actions that no custom resource can write"),
            Map.entry("29-number-forms", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("30-lines-and-comments", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("31-metric-names", "quoted UTF-8 names are names"),
            Map.entry("35-truncated-body", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("39-label-biz-id", "a bad bk_biz_id label is reported at the DataID and stops no scrape"),
            Map.entry("41-crlf", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("42-crlf-blank-line", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("43-blank-line-of-spaces", "a line of blanks is blank"),
            Map.entry("44-indented-comment", "a comment may be indented"),
            Map.entry("45-one-character-line", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("46-quoted-name", "quoted UTF-8 names are names"),
            Map.entry("47-invalid-utf8", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("48-dotted-name", "W16: bkm_gather_up carries the code of the scrape, not always 0"),
            Map.entry("49-timeout-in-body", "W16: a timeout has its own code, 3"),
            Map.entry("50-no-labels-instance-only", "gather-up has no bk_biz_id where the DataID has none"));

    /** Different in the code of the gather-up packet alone: all else is compared. */
    private static final Set<String> ONLY_GATHER_UP = Set.of(
            "11-connection-refused",
            "29-number-forms",
            "30-lines-and-comments",
            "35-truncated-body",
            "41-crlf",
            "42-crlf-blank-line",
            "45-one-character-line",
            "47-invalid-utf8",
            "48-dotted-name");

    /** Kubernetes events: they come from no exposition. */
    private static final Set<String> NO_SCRAPE = Set.of("40-kubeevent");

    private static final Set<String> MEASURED =
            Set.of("bkm_metricbeat_scrape_duration_seconds", "bkm_metricbeat_handle_duration_seconds");

    static Stream<String> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders
                    .filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !NO_SCRAPE.contains(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sendsWhatTheOriginalSends(String name) throws Exception {
        var recorded = PacketCase.read(CASES.resolve(name));

        var expected = comparable(recorded.expected());
        var actual = comparable(packets(recorded));

        if (DIFFERENT.containsKey(name)) {
            assertThat(actual).as(DIFFERENT.get(name)).isNotEqualTo(expected);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
        if (ONLY_GATHER_UP.contains(name)) {
            assertThat(withoutStatus(actual)).isEqualTo(withoutStatus(expected));
        }
    }

    @Test
    void everyListedCaseExists() throws IOException {
        assertThat(cases()).containsAll(DIFFERENT.keySet());
        assertThat(DIFFERENT.keySet()).containsAll(ONLY_GATHER_UP);
    }

    private static List<ObjectNode> packets(PacketCase recorded) throws Exception {
        var packets = new ArrayList<GsePacket>();
        var outlet = collect(packets);
        var settings = new PipelineSettings(recorded.packetSamples(), false);
        var pipeline = GsePipeline.factory(settings, new PipelineCounters(), 1, recorded.pods())
                .apply(recorded.target());
        var reason = FAILED.get(recorded.name());
        if (reason != null) {
            var _ = pipeline.fail(new Failed(reason, "as recorded", TOOK), NOW, outlet);
        } else {
            for (var body : recorded.expositions()) {
                var _ = pipeline.accept(new Exposition(body, body.length, "text/plain"), NOW, TOOK, outlet);
            }
        }
        return packets.stream().map(PacketConformanceTest::json).toList();
    }

    static Outlet collect(List<GsePacket> packets) {
        return new Outlet() {
            @Override
            public boolean open() {
                return true;
            }

            @Override
            public void put(GsePacket packet) {
                packets.add(packet);
            }
        };
    }

    static ObjectNode json(GsePacket packet) {
        try {
            var items = PacketCase.JSON.readTree("[" + packet.items().utf8String() + "]");
            return PacketCase.packet(packet.type().text(), (ArrayNode) items);
        } catch (IOException notJson) {
            throw new UncheckedIOException(packet.items().utf8String(), notJson);
        }
    }

    private static List<String> withoutStatus(List<String> packets) {
        return packets.stream()
                .filter(packet -> !packet.contains("\"type\":\"status\""))
                .toList();
    }

    /** What differs from run to run is made equal: times of now, durations; and how a number is spelled. */
    private static List<String> comparable(List<ObjectNode> packets) {
        for (var packet : packets) {
            for (var item : packet.withArray("data")) {
                var object = (ObjectNode) item;
                if (isNow(object.get("timestamp"))) {
                    object.put("timestamp", "now");
                }
                var metrics = (ObjectNode) object.get("metrics");
                for (var metric : List.copyOf(metrics.properties())) {
                    metrics.set(
                            metric.getKey(),
                            MEASURED.contains(metric.getKey())
                                    ? DoubleNode.valueOf(0)
                                    : DoubleNode.valueOf(metric.getValue().asDouble() + 0.0));
                }
                if (object.get("exemplar") instanceof ObjectNode exemplar
                        && isNow(exemplar.get("bk_trace_timestamp"))) {
                    exemplar.put("bk_trace_timestamp", "now");
                }
            }
        }
        return packets.stream().map(PacketConformanceTest::sorted).toList();
    }

    private static boolean isNow(JsonNode time) {
        return time.isTextual() || time.asLong() == NOW || time.asLong() == NOW / 1000;
    }

    private static String sorted(JsonNode node) {
        try {
            var mapper = PacketCase.JSON.copy();
            mapper.configure(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
            return mapper.writeValueAsString(mapper.treeToValue(node, Object.class));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

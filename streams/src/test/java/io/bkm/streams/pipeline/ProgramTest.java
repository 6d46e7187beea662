package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept between scrapes must never show: a pipeline with a past writes what a new one writes. */
class ProgramTest {

    private static final long NOW = 1_795_300_777_000L;
    private static final Duration TOOK = Duration.ofMillis(1);
    private static final PipelineSettings SETTINGS = new PipelineSettings(7, false);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPastNeverShows(long seed) throws Exception {
        var random = new Random(seed);
        var target = target(Limits.NONE);
        var old = pipeline(target);
        var series = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            series.add(series(random, i));
        }

        for (int scrape = 0; scrape < 30; scrape++) {
            change(series, random);
            var body = body(series, random);

            var expected = items(pipeline(target), body);

            assertThat(items(old, body)).isEqualTo(expected);
        }
    }

    private static void change(List<String> series, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> series.add(random.nextInt(series.size() + 1), series(random, random.nextInt(1000)));
            case 1 -> {
                if (!series.isEmpty()) {
                    series.remove(random.nextInt(series.size()));
                }
            }
            case 2 -> Collections.swap(series, random.nextInt(series.size()), random.nextInt(series.size()));
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    Collections.shuffle(series, random);
                }
            }
            default -> {}
        }
    }

    private static String series(Random random, int number) {
        return switch (random.nextInt(6)) {
            case 0 -> "plain_" + number;
            case 1 -> "one{a=\"" + number + "\"}";
            case 2 -> "conflict{namespace=\"n" + number + "\",pod=\"p\",exported_pod=\"e\"}";
            case 3 -> "escaped{path=\"C:\\\\x" + number + "\\n\",z=\"\\q\"}";
            case 4 -> "spaced{ a = \"" + number + "\" , b=\"2\", }";
            default -> "{\"quoted." + number + "\",a=\"ü\"}";
        };
    }

    private static String body(List<String> series, Random random) {
        var text = new StringBuilder();
        for (var each : series) {
            if (random.nextInt(5) == 0) {
                text.append("# HELP something\n\n");
            }
            text.append(each).append(' ');
            text.append(
                    switch (random.nextInt(8)) {
                        case 0 -> "NaN";
                        case 1 -> "+5";
                        case 2 -> "1e-3";
                        case 3 -> "bad";
                        case 4 -> random.nextInt(100) + " 1795300700123";
                        case 5 -> "3 # {trace_id=\"t\"} 4";
                        default -> Double.toString(random.nextInt(100_000) / 8.0);
                    });
            text.append('\n');
        }
        return random.nextBoolean() ? text.toString() : text.toString().stripTrailing();
    }

    @Test
    void countsTheSeriesThatTheScrapeBeforeDidNotHave() throws Exception {
        var pipeline = pipeline(target(Limits.NONE));
        var _ = accept(pipeline, "a 1\nb 2\nc 3\n", new ArrayList<>());

        var outcome = accept(pipeline, "a 1\nnew 7\nc 3\n", new ArrayList<>());

        assertThat(outcome).isEqualTo(new Scraped(3, 3, 1, 14, TOOK));
    }

    @Test
    void forgetsSeriesThatAreGone() throws Exception {
        var pipeline = pipeline(target(Limits.NONE));
        var _ = accept(pipeline, "a 1\nb 2\nc 3\n", new ArrayList<>());
        var _ = accept(pipeline, "a 1\n", new ArrayList<>());

        var outcome = accept(pipeline, "a 1\nc 3\n", new ArrayList<>());

        assertThat(outcome).isEqualTo(new Scraped(2, 2, 1, 8, TOOK));
    }

    @Test
    void sendsNoSampleOverTheSampleLimit() throws Exception {
        var packets = new ArrayList<GsePacket>();

        var outcome = accept(pipeline(target(new Limits(0, 10, 0, 0, 0))), lines(11), packets);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.SAMPLE_LIMIT));
        assertThat(text(packets)).doesNotContain("m1").contains("bkm_metricbeat_endpoint_up");
    }

    @Test
    void sendsAllWithinTheSampleLimit() throws Exception {
        var packets = new ArrayList<GsePacket>();

        var outcome = accept(pipeline(target(new Limits(0, 10, 0, 0, 0))), lines(10), packets);

        assertThat(outcome).isInstanceOf(Scraped.class);
        assertThat(packets).hasSizeGreaterThan(1);
    }

    @Test
    void namesTheLabelThatIsTooLong() throws Exception {
        var outcome = accept(pipeline(target(new Limits(0, 0, 0, 0, 5))), "a{b=\"123456\"} 1\n", new ArrayList<>());

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.LABEL_LIMIT);
            assertThat(failed.detail())
                    .contains("label b of a")
                    .contains("6 bytes")
                    .contains("at most 5");
        });
    }

    @Test
    void namesTheFirstBrokenLine() throws Exception {
        var outcome = accept(pipeline(target(Limits.NONE)), "# x\na 1\nb{x=1} 2\n", new ArrayList<>());

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failed.detail()).contains("line 3").contains("expected: a quoted label value");
        });
    }

    private static String lines(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("m").append(i).append(" 1\n");
        }
        return text.toString();
    }

    private static Target target(Limits limits) {
        var route =
                new GseRoute(1001, Labels.of("bk_biz_id", "2", "bcs_cluster_id", "B"), 7, false, Map.of(), Map.of());
        var labels = Labels.of("namespace", "shop", "pod", "shop-0", "job", "shop");
        return new Target("test", labels, false, true, false, List.of(), limits, null, route);
    }

    private static TargetPipeline pipeline(Target target) {
        return GsePipeline.factory(SETTINGS, new PipelineCounters(), 2).apply(target);
    }

    private static ScrapeOutcome accept(TargetPipeline pipeline, String body, List<GsePacket> packets)
            throws InterruptedException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return pipeline.accept(
                new Exposition(bytes, bytes.length, "text/plain"), NOW, TOOK, PacketConformanceTest.collect(packets));
    }

    private static List<String> items(TargetPipeline pipeline, String body) throws InterruptedException {
        var packets = new ArrayList<GsePacket>();
        var _ = accept(pipeline, body, packets);
        return packets.stream()
                .map(packet -> packet.items().utf8String())
                .map(items -> items.replaceAll("handle_duration_seconds\":[^}]*", "handle_duration_seconds\":0"))
                .toList();
    }

    private static String text(List<GsePacket> packets) {
        return packets.stream().map(packet -> packet.items().utf8String()).reduce("", String::concat);
    }
}

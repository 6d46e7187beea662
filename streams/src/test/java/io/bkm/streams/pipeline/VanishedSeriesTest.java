package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which series a sink has to end, as the programs of two scrapes tell it. */
class VanishedSeriesTest {

    private final GsePipeline pipeline = pipeline(true);
    private final Map<Long, String> texts = new HashMap<>();

    @Test
    void aSeriesThatIsNotThereAnyMoreVanishes() {
        var before = scrape("a 1\nb{x=\"1\"} 2\nc 3\n");

        var now = scrape("a 1\nc 3\n");

        assertThat(vanished(before, now)).containsExactly("b{x=\"1\"}");
    }

    @Test
    void theLastOnesVanishToo() {
        var before = scrape("a 1\nb 2\nc 3\n");

        assertThat(vanished(before, scrape("a 1\n"))).containsExactly("b", "c");
    }

    @Test
    void whereTheSeriesAreTheSameNothingIsCompared() {
        var before = scrape("a 1\nb 2\n");

        var now = scrape("a 5\nb 6\n");

        assertThat(now).isSameAs(before);
        assertThat(vanished(before, now)).isEmpty();
    }

    @Test
    void anotherOrderAndNewSeriesLetNoneVanish() {
        var before = scrape("a 1\nb 2\nc 3\n");

        assertThat(vanished(before, scrape("c 3\nnew 1\na 1\nb 2\n"))).isEmpty();
    }

    @Test
    void aSeriesGivenTwiceVanishesWithTheLast() {
        var before = scrape("a 1\na 2\nb 3\n");
        var once = scrape("a 1\nb 3\n");

        assertThat(vanished(before, once)).isEmpty();
        assertThat(vanished(once, scrape("b 3\n"))).containsExactly("a");
    }

    @Test
    void aFailedScrapeAndATargetThatIsGoneLetAllVanish() {
        assertThat(vanished(scrape("a 1\nb 2\n"), SeriesProgram.EMPTY)).containsExactly("a", "b");
    }

    @Test
    void aSeriesWithItsOwnTimeVanishesOnlyWhereThatIsAskedFor() {
        var before = scrape("a 1 1795300777000\nb 2\n");

        assertThat(vanished(before, SeriesProgram.EMPTY)).containsExactly("b");
        assertThat(vanished(before, SeriesProgram.EMPTY, true)).containsExactly("a", "b");
    }

    @Test
    void theLastSampleSaysWhetherItHasItsOwnTime() {
        var timed = scrape("a 1\nb 2 1795300777000\nc 3\n");
        assertThat(vanished(timed, SeriesProgram.EMPTY)).containsExactly("a", "c");

        var turned = scrape("a 1 1795300777000\nb 2\nc 3\n");
        assertThat(vanished(turned, SeriesProgram.EMPTY)).containsExactly("b", "c");

        var moved = scrape("c 3\nb 2 1795300777000\na 1\n");
        assertThat(vanished(moved, SeriesProgram.EMPTY)).containsExactly("c", "a");
    }

    @Test
    void aTimeThatIsNotHonoredIsNone() {
        var strict = pipeline(false);

        assertThat(vanished(scrape(strict, "a 1 1795300777000\n"), SeriesProgram.EMPTY))
                .containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverChangesItIsTheDifferenceOfTheSets(long seed) {
        var random = new Random(seed);
        var before = new TreeSet<String>();
        var program = SeriesProgram.EMPTY;
        for (int scrape = 0; scrape < 50; scrape++) {
            var now = new ArrayList<String>();
            for (int i = 0; i < 30; i++) {
                if (random.nextInt(8) > 0) {
                    now.add(random.nextInt(10) == 0 ? now.size() / 2 : now.size(), "m{i=\"" + i + "\"}");
                }
            }
            var body = new StringBuilder();
            now.forEach(series -> body.append(series).append(" 1\n"));

            var next = scrape(body.toString());

            before.removeAll(now);
            assertThat(vanished(program, next)).containsExactlyInAnyOrderElementsOf(before);
            before.clear();
            before.addAll(now);
            program = next;
        }
    }

    private static GsePipeline pipeline(boolean honorTimestamps) {
        var target =
                new Target("test", Labels.EMPTY, false, honorTimestamps, false, List.of(), Limits.NONE, null, null);
        return (GsePipeline) GsePipeline.factory(new PipelineSettings(7, false), new PipelineCounters(), 1)
                .apply(target);
    }

    private SeriesProgram scrape(String body) {
        return scrape(pipeline, body);
    }

    private SeriesProgram scrape(GsePipeline by, String body) {
        body.lines().forEach(line -> {
            var text = line.substring(0, line.indexOf(' '));
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            texts.put(SeriesHash.of(bytes, 0, bytes.length), text);
        });
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        try {
            var _ = by.accept(
                    new Exposition(bytes, bytes.length, "text/plain"),
                    1_795_300_777_000L,
                    Duration.ZERO,
                    PacketConformanceTest.collect(new ArrayList<>()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return by.program();
    }

    private List<String> vanished(SeriesProgram before, SeriesProgram now) {
        return vanished(before, now, false);
    }

    private List<String> vanished(SeriesProgram before, SeriesProgram now, boolean timedToo) {
        var vanished = new ArrayList<String>();
        before.forEachVanished(
                now, timedToo, (program, entry) -> vanished.add(texts.getOrDefault(program.hash(entry), "?")));
        return vanished;
    }
}

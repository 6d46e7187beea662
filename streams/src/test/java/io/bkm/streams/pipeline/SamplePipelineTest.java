package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.relabel.RuleFields;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule is one of Prometheus' scrape loop (scrape/scrape.go) and its tests. Longer than others, as that loop's test
 * is: one rule, one test, side by side.
 */
class SamplePipelineTest {

    private static final String TEXT = "text/plain; version=0.0.4";
    private static final Duration TOOK = Duration.ofMillis(250);
    private static final long FIRST = 1_795_300_777_123L;
    private static final long SECOND = FIRST + 15_000;
    private static final Outlet NO_OUTLET = PacketConformanceTest.collect(new ArrayList<>());

    private final List<Sample> samples = new ArrayList<>();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one conflict                     | n=2                | metric{n="1"} 0          | {__name__="metric", exported_n="1", n="2"}
            none                             | n=2,exported_n=3   | metric 0                 | {__name__="metric", exported_n="3", n="2"}
            the exported name is taken       | a=1                | metric{a="0",exported_a="2"} 0 | {__name__="metric", a="1", exported_a="2", exported_exported_a="0"}
            the target has the exported name | a=1,exported_a=3   | metric{a="0"} 0          | {__name__="metric", a="1", exported_a="3", exported_exported_a="0"}
            both have both: short ones first | a=1,exported_a=2   | metric{a="0",exported_a="x"} 0 | {__name__="metric", a="1", exported_a="2", exported_exported_a="0", exported_exported_exported_a="x"}
            an empty label is none           | n=2                | metric{n="",m=""} 0      | {__name__="metric", n="2"}
            """)
    void theTargetsLabelsWinWithoutHonorLabels(String what, String target, String body, String stored) {
        accept(pipeline(target(labels(target), false)), body);

        assertThat(samples.getFirst().labels()).hasToString(stored);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one conflict                     | n=2      | metric{n="1"} 0   | {__name__="metric", n="1"}
            others are added                 | m=3,n=2  | metric{n="1"} 0   | {__name__="metric", m="3", n="1"}
            an empty label keeps the other out | n=2    | metric{n=""} 0    | {__name__="metric"}
            """)
    void theSeriesLabelsWinWithHonorLabels(String what, String target, String body, String stored) {
        accept(pipeline(target(labels(target), true)), body);

        assertThat(samples.getFirst().labels()).hasToString(stored);
    }

    @Test
    void boundsOfHistogramsAreFloats() {
        accept(pipeline(target(Labels.EMPTY, false)), "# TYPE h histogram\nh_bucket{le=\"1\"} 2\n");

        assertThat(samples.getFirst().labels().get("le")).isEqualTo("1.0");
    }

    @Test
    void aTimestampOfTheExpositionIsHonoredOrNot() {
        accept(pipeline(target(Labels.EMPTY, false)), "a 1 12345\nb 2\n");
        accept(pipeline(new TargetOf().honorTimestamps(false).target()), "a 1 12345\n");

        assertThat(ofName("a")).extracting(Sample::timestampMillis).containsExactly(12345L, FIRST);
        assertThat(ofName("b")).extracting(Sample::timestampMillis).containsExactly(FIRST);
    }

    @Test
    void metricRelabelingSeesTheMergedLabels() {
        var keep = rule(new RuleFields(List.of("job"), null, "shop", null, null, null, "keep", null));

        var outcome = accept(
                pipeline(new TargetOf().labels("job", "shop").rules(keep).target()), "a{job=\"other\"} 1\nb 2\n");

        assertThat(outcome).isEqualTo(new Scraped(2, 2, 2, 21, TOOK));
        assertThat(ofName("a").getFirst().labels().get("exported_job")).isEqualTo("other");
    }

    @Test
    void whatRelabelingDropsIsScrapedAndNotKept() {
        var drop = rule(new RuleFields(List.of("__name__"), null, "a", null, null, null, "drop", null));

        var outcome = accept(pipeline(new TargetOf().rules(drop).target()), "a 1\nb 2\n");

        assertThat(outcome).isEqualTo(new Scraped(2, 1, 1, 8, TOOK));
        assertThat(automatic()).containsExactly(1.0, 0.25, 2.0, 1.0, 1.0);
    }

    @Test
    void aSeriesWithoutANameFailsTheScrape() {
        var nameless = rule(new RuleFields(null, null, "__name__", null, null, null, "labeldrop", null));

        var outcome = accept(pipeline(new TargetOf().rules(nameless).target()), "a{b=\"c\"} 1\n");

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failed.detail()).contains("{b=\"c\"} has no metric name");
        });
    }

    @Test
    void aLabelGivenTwiceFailsTheScrapeUnlessTheTargetReplacesIt() {
        var failed = accept(pipeline(target(Labels.EMPTY, false)), "a{b=\"1\",b=\"2\"} 1\n");
        var good = accept(pipeline(target(Labels.of("b", "3"), false)), "a{b=\"1\",b=\"2\"} 1\n");

        assertThat(failed)
                .isInstanceOfSatisfying(
                        Failed.class, why -> assertThat(why.detail()).contains("label name b is not unique"));
        assertThat(good).isInstanceOf(Scraped.class);
    }

    @Test
    void aSecondSampleOfASeriesAtOneMomentIsNotStored() {
        var outcome = accept(pipeline(target(Labels.EMPTY, false)), "a 1\na 2\na 3 5\n");

        assertThat(ofName("a")).extracting(Sample::value).containsExactly(1.0, 3.0);
        assertThat(outcome).isEqualTo(new Scraped(3, 3, 1, 14, TOOK));
    }

    @Test
    void overTheSampleLimitNothingIsKeptAndAllIsCounted() {
        var outcome = accept(pipeline(new TargetOf().limits(0, 2, 0, 0, 0).target()), "a 1\nb 2\nc 3\n");

        assertThat(outcome)
                .isEqualTo(new Failed(Reason.SAMPLE_LIMIT, "more than 2 samples after relabeling (the limit)", TOOK));
        assertThat(samples).hasSize(5);
        assertThat(automatic()).containsExactly(0.0, 0.25, 3.0, 3.0, 2.0);
    }

    @Test
    void droppedSamplesDoNotCountForTheSampleLimit() {
        var drop = rule(new RuleFields(List.of("__name__"), null, "a|b", null, null, null, "drop", null));

        var outcome =
                accept(pipeline(new TargetOf().limits(0, 1, 0, 0, 0).rules(drop).target()), "a 1\nb 2\nc 3\n");

        assertThat(outcome).isInstanceOf(Scraped.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            labels, name and target's included | 3 | 0 | 0 | a{b="1",c="2"} 1 | a has 4 labels (expected: at most 3)
            length of a name                   | 0 | 8 | 0 | a{longerone="1"} 1 | the name of label longerone of a has 9 bytes (expected: at most 8)
            length of a value in bytes         | 0 | 0 | 5 | a{b="üüü"} 1 | the value of label b of a has 6 bytes (expected: at most 5)
            """)
    void labelLimitsFailTheScrape(String what, int labels, int name, int value, String body, String detail) {
        var target = new TargetOf()
                .labels("job", "x")
                .limits(0, 0, labels, name, value)
                .target();

        var outcome = accept(pipeline(target), "ok 1\n" + body + "\n");

        assertThat(outcome).isEqualTo(new Failed(Reason.LABEL_LIMIT, detail, TOOK));
        assertThat(automatic()).containsExactly(0.0, 0.25, 2.0, 1.0, 1.0);
    }

    @Test
    void withinTheLabelLimitsAllIsKept() {
        var target = new TargetOf().labels("job", "x").limits(0, 0, 3, 8, 5).target();

        assertThat(accept(pipeline(target), "a{b=\"12345\"} 1\n")).isInstanceOf(Scraped.class);
    }

    @Test
    void aBodyOverItsLimitIsNotRead() {
        var outcome = accept(pipeline(new TargetOf().limits(3, 0, 0, 0, 0).target()), "a 1\n");

        assertThat(outcome)
                .isEqualTo(new Failed(Reason.BODY_SIZE_LIMIT, "body of 4 bytes (expected: at most 3)", TOOK));
        assertThat(automatic()).containsExactly(0.0, 0.25, 0.0, 0.0, 0.0);
    }

    @Test
    void aMalformedBodyFailsTheScrapeAndCountsWhatCameBefore() {
        var outcome = accept(pipeline(target(Labels.EMPTY, false)), "a 1\nb x\n");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.MALFORMED));
        assertThat(ofName("a")).isEmpty();
        assertThat(automatic()).containsExactly(0.0, 0.25, 1.0, 1.0, 1.0);
    }

    @Test
    void anUnknownContentTypeFailsTheScrapeUnlessThereIsAFallback() {
        var exposition = exposition("a 1\n", "text/html");
        var strict = pipeline(target(Labels.EMPTY, false));
        var lenient = pipeline(new TargetOf().fallback("PrometheusText0.0.4").target());

        assertThat(strict.accept(exposition, FIRST, TOOK, NO_OUTLET))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.CONTENT_TYPE));
        assertThat(lenient.accept(exposition, FIRST, TOOK, NO_OUTLET)).isInstanceOf(Scraped.class);
    }

    @Test
    void anEmptyBodyIsAGoodScrapeWhateverItsType() {
        var outcome = pipeline(target(Labels.EMPTY, false)).accept(exposition("", ""), FIRST, TOOK, NO_OUTLET);

        assertThat(outcome).isEqualTo(new Scraped(0, 0, 0, 0, TOOK));
        assertThat(automatic()).containsExactly(1.0, 0.25, 0.0, 0.0, 0.0);
    }

    @Test
    void seriesThatTheLastGoodScrapeDidNotHaveAreAdded() {
        var pipeline = pipeline(target(Labels.EMPTY, false));

        assertThat(accept(pipeline, "a 1\nb 1\n")).isEqualTo(new Scraped(2, 2, 2, 8, TOOK));
        assertThat(accept(pipeline, "b 1\nc 1\n")).isEqualTo(new Scraped(2, 2, 1, 8, TOOK));
        fail(pipeline);
        assertThat(accept(pipeline, "b 1\nc 1\n")).isEqualTo(new Scraped(2, 2, 0, 8, TOOK));
    }

    @Test
    void theAutomaticSeriesHaveTheLabelsOfTheTarget() {
        accept(pipeline(target(Labels.of("job", "x", "instance", "i"), false)), "");

        assertThat(ofName("up"))
                .containsExactly(new Sample(Labels.of("__name__", "up", "instance", "i", "job", "x"), 1, FIRST));
    }

    @Test
    void aSeriesThatIsNotThereAnyMoreEnds() {
        var pipeline = pipeline(target(Labels.of("job", "x"), false));
        accept(pipeline, "a 1\nb 1\n");
        samples.clear();

        pipeline.accept(exposition("b 1\n", TEXT), SECOND, TOOK, NO_OUTLET);

        assertThat(stale()).containsExactly("{__name__=\"a\", job=\"x\"} at " + SECOND);
    }

    @Test
    void itEndsOnceAndMayComeBack() {
        var pipeline = pipeline(target(Labels.EMPTY, false));
        accept(pipeline, "a 1\nb 1\n");
        accept(pipeline, "b 1\n");
        accept(pipeline, "b 1\n");
        assertThat(stale()).hasSize(1);

        accept(pipeline, "a 1\nb 1\n");

        assertThat(stale()).hasSize(1);
        assertThat(ofName("a")).hasSize(3).last().matches(sample -> !sample.isStale());
    }

    @Test
    void aSeriesWrittenAnotherWayGoesOn() {
        var pipeline = pipeline(target(Labels.EMPTY, false));
        accept(pipeline, "a{x=\"1\",y=\"2\"} 1\n");

        accept(pipeline, "a{y=\"2\",x=\"1\"} 1\n");

        assertThat(stale()).isEmpty();
    }

    /** Prometheus leaves out those that stood before the broken line, though it stores none of them: that is a fault. */
    @Test
    void aFailedScrapeEndsAllSeriesAndLeavesTheAutomaticOnes() {
        var pipeline = pipeline(target(Labels.EMPTY, false));
        accept(pipeline, "a 1\nb 1\n");

        accept(pipeline, "a 1\nbroken{\n");

        assertThat(stale()).containsExactly("{__name__=\"a\"} at " + FIRST, "{__name__=\"b\"} at " + FIRST);
    }

    @Test
    void aSeriesWithItsOwnTimeIsNotEndedUnlessAskedFor() {
        var plain = pipeline(target(Labels.EMPTY, false));
        accept(plain, "a 1 123\n");
        accept(plain, "");
        assertThat(stale()).isEmpty();

        var tracked = pipeline(new TargetOf().trackTimestampsStaleness().target());
        accept(tracked, "a 1 123\n");
        accept(tracked, "");

        assertThat(stale()).hasSize(1);
    }

    @Test
    void aTargetThatIsGoneEndsAllItsSeriesAndTheAutomaticOnes() {
        var pipeline = pipeline(target(Labels.EMPTY, false));
        accept(pipeline, "a 1\n");

        pipeline.gone(SECOND, NO_OUTLET);

        assertThat(stale())
                .containsExactly(
                        "{__name__=\"a\"} at " + SECOND,
                        "{__name__=\"up\"} at " + SECOND,
                        "{__name__=\"scrape_duration_seconds\"} at " + SECOND,
                        "{__name__=\"scrape_samples_scraped\"} at " + SECOND,
                        "{__name__=\"scrape_samples_post_metric_relabeling\"} at " + SECOND,
                        "{__name__=\"scrape_series_added\"} at " + SECOND);
    }

    @Test
    void aTargetThatWasNeverScrapedEndsNothing() {
        pipeline(target(Labels.EMPTY, false)).gone(SECOND, NO_OUTLET);

        assertThat(samples).isEmpty();
    }

    @Test
    void anOrdinaryNaNIsNoStalenessMarker() {
        accept(pipeline(target(Labels.EMPTY, false)), "a NaN\n");

        assertThat(Double.isNaN(samples.getFirst().value())).isTrue();
        assertThat(stale()).isEmpty();
    }

    private static final class TargetOf {
        private Labels labels = Labels.EMPTY;
        private boolean honorTimestamps = true;
        private boolean trackStaleness;
        private List<RelabelRule> rules = List.of();
        private Limits limits = Limits.NONE;
        private String fallback = "";

        TargetOf labels(String... namesAndValues) {
            labels = Labels.of(namesAndValues);
            return this;
        }

        TargetOf honorTimestamps(boolean honor) {
            honorTimestamps = honor;
            return this;
        }

        TargetOf trackTimestampsStaleness() {
            trackStaleness = true;
            return this;
        }

        TargetOf rules(RelabelRule... some) {
            rules = List.of(some);
            return this;
        }

        TargetOf limits(long body, long sampleCount, long labelCount, long name, long value) {
            limits = new Limits(body, sampleCount, labelCount, name, value);
            return this;
        }

        TargetOf fallback(String format) {
            fallback = format;
            return this;
        }

        Target target() {
            return new Target(
                    "test",
                    labels,
                    false,
                    honorTimestamps,
                    trackStaleness,
                    rules,
                    limits,
                    fallback.isEmpty() ? null : fallback,
                    null);
        }
    }

    private static Target target(Labels labels, boolean honorLabels) {
        return new Target("test", labels, honorLabels, true, false, List.of(), Limits.NONE, null, null);
    }

    private static Labels labels(String text) {
        var labels = new Labels.Builder();
        for (var label : text.split(",", -1)) {
            int equals = label.indexOf('=');
            labels.set(label.substring(0, equals), label.substring(equals + 1));
        }
        return labels.build();
    }

    private static RelabelRule rule(RuleFields fields) {
        return switch (fields.check()) {
            case RuleCheck.Valid(var rule) -> rule;
            case RuleCheck.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }

    private SamplePipeline pipeline(Target target) {
        return new SamplePipeline(target, samples::add);
    }

    private static ScrapeOutcome accept(SamplePipeline pipeline, String body) {
        return pipeline.accept(exposition(body, TEXT), FIRST, TOOK, NO_OUTLET);
    }

    private static void fail(SamplePipeline pipeline) {
        var _ = pipeline.fail(new Failed(Reason.TIMEOUT, "", TOOK), FIRST, NO_OUTLET);
    }

    private static Exposition exposition(String body, String contentType) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Exposition(bytes, bytes.length, contentType);
    }

    private List<Sample> ofName(String name) {
        return samples.stream()
                .filter(sample -> sample.labels().get("__name__").equals(name))
                .toList();
    }

    private List<String> stale() {
        return samples.stream()
                .filter(Sample::isStale)
                .map(sample -> sample.labels() + " at " + sample.timestampMillis())
                .toList();
    }

    /** up, duration, scraped, post relabeling, added: the last five. */
    private List<Double> automatic() {
        return samples.stream().skip(samples.size() - 5).map(Sample::value).toList();
    }
}

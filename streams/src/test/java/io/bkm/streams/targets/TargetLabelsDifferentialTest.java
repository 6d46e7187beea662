package io.bkm.streams.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.Cases;
import io.bkm.streams.relabel.PrometheusRules;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.Rules;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random targets, URLs and durations that Prometheus' own code was asked about; see the README beside the answers. */
class TargetLabelsDifferentialTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void makesTargetsAsPrometheus(String name, JsonNode test) {
        var expected = test.path("expect");

        switch (PrometheusRules.parse(test.path("relabel_configs"))) {
            case Rules.Invalid(var reason) ->
                assertThat(expected.has("error")).as(reason).isTrue();
            case Rules.Valid(var rules) -> {
                var populated =
                        TargetLabels.of(pool(test.path("job"), rules)).populate(Cases.labels(test.path("labels")));
                assertThat(outcome(populated)).isEqualTo(expectedOutcome(expected));
                if (expected.has("discovered_labels")) {
                    assertThat(populated.discovered()).isEqualTo(Cases.labels(expected.path("discovered_labels")));
                }
            }
        }
    }

    static Stream<Arguments> makesTargetsAsPrometheus() {
        return Cases.lines("chains.jsonl")
                .filter(test -> test.has("job"))
                .map(test -> Arguments.of(test.path("id") + " " + test.path("job"), test));
    }

    /** Prometheus 3.5 has no labels for the histogram settings yet. */
    private static ScrapePool pool(JsonNode job, List<RelabelRule> rules) {
        if (!(PrometheusJob.parse(job) instanceof PrometheusJob.Valid(var pool))) {
            throw new AssertionError(job);
        }
        return new ScrapePool(
                pool.jobName(),
                pool.scheme(),
                pool.metricsPath(),
                pool.params(),
                pool.interval(),
                pool.timeout(),
                rules,
                null);
    }

    private static List<Object> outcome(Populated populated) {
        return switch (populated) {
            case Populated.Kept kept -> {
                assertThat(kept.labels()).isEqualTo(kept.allLabels().filter(name -> !name.startsWith("__")));
                yield List.of(kept.allLabels(), kept.url());
            }
            case Populated.Dropped _ -> List.of();
            case Populated.Refused refused -> List.of(refused.reason());
        };
    }

    private static List<Object> expectedOutcome(JsonNode expected) {
        if (expected.has("error")) {
            return List.of(expected.path("error").asText());
        }
        return expected.path("keep").asBoolean()
                ? List.of(
                        Cases.labels(expected.path("labels")),
                        expected.path("url").asText())
                : List.of();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void printsUrlsAsGo(String text, String url) {
        var labels =
                Labels.of("__address__", text, "__scheme__", "http", "__metrics_path__", text, "__param_" + text, text);

        assertThat(ScrapeUrl.of(Map.of()).of(labels)).isEqualTo(url);
    }

    static Stream<Arguments> printsUrlsAsGo() {
        return Cases.lines("urls.jsonl")
                .map(test -> Arguments.of(
                        test.path("text").asText(), test.path("url").asText()));
    }
}

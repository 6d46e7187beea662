package io.bkm.streams.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.relabel.Cases;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own cases of {@code PopulateLabels}; see the README beside them. None is left out. */
class TargetLabelsConformanceTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void makesTargetsAsPrometheus(String name, JsonNode test) {
        var targetLabels = TargetLabels.of(pool(test.path("scrape_config")));

        var populated = targetLabels.populate(Cases.labels(test.path("input")));

        switch (populated) {
            case Populated.Kept kept -> {
                assertThat(kept.allLabels()).isEqualTo(Cases.labels(test.path("expect_labels")));
                assertThat(kept.discovered()).isEqualTo(Cases.labels(test.path("expect_discovered_labels")));
            }
            case Populated.Dropped _ ->
                assertThat(test.path("expect_dropped").asBoolean()).isTrue();
            case Populated.Refused refused ->
                assertThat(refused.reason()).isEqualTo(test.path("expect_error").asText());
        }
    }

    static Stream<Arguments> makesTargetsAsPrometheus() {
        return Cases.of("populate_labels.json");
    }

    private static ScrapePool pool(JsonNode config) {
        assertThat(config.path("params").isNull()).as("no case has params").isTrue();
        return new ScrapePool(
                config.path("job_name").asText(),
                config.path("scheme").asText(),
                config.path("metrics_path").asText(),
                Map.of(),
                PrometheusDuration.parse(config.path("scrape_interval").asText()),
                PrometheusDuration.parse(config.path("scrape_timeout").asText()),
                Cases.rules(config.path("relabel_configs")),
                new ScrapePool.HistogramSettings(
                        config.path("convert_classic_histograms_to_nhcb").asBoolean(),
                        config.path("always_scrape_classic_histograms").asBoolean(),
                        config.path("scrape_native_histograms").asBoolean()));
    }
}

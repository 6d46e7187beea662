package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.Cases;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies and settings of VictoriaMetrics' test of a scrape; see the README beside them. None is left out. */
class ScrapeConformanceTest {

    private static final Pattern LINE = Pattern.compile("\\s*(\\w+)(?:\\{(.*)})? (\\S+) (\\d+)\\s*");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Series that Prometheus does not make; how long a body was and what the limits are is in our own metrics. */
    private static final Set<String> VICTORIAMETRICS_ONLY = Set.of(
            "scrape_response_size_bytes",
            "scrape_timeout_seconds",
            "scrape_samples_limit",
            "scrape_labels_limit",
            "scrape_series_limit",
            "scrape_series_current",
            "scrape_series_limit_samples_dropped");

    private record Difference(String reason, List<String> theirs, List<String> ours) {}

    /** By case id: what we answer otherwise, as Prometheus does. */
    private static final Map<Integer, Difference> DIFFERENCES = Map.of(
            7,
            new Difference(
                    "labels that begin with __ are no labels of a target any more when metrics are relabeled",
                    List.of(
                            "foo{bar=\"baz\",job=\"xx\",instance=\"foo.com/xx\"} 34.44 123",
                            "bar{a=\"b\",job=\"xx\",instance=\"foo.com/xx\"} -3e4 123"),
                    List.of(
                            "foo{bar=\"baz\",job=\"xx\",instance=\"/xx\"} 34.44 123",
                            "bar{a=\"b\",job=\"xx\",instance=\"/xx\"} -3e4 123")),
            8,
            new Difference(
                    "series that relabeling drops were not added",
                    List.of("scrape_series_added{job=\"xx\",instance=\"foo.com\"} 4 123"),
                    List.of("scrape_series_added{job=\"xx\",instance=\"foo.com\"} 1 123")),
            9,
            new Difference(
                    "the names of the automatic series are not kept free: the series is stored under its own",
                    List.of("exported_scrape_series_added 3.435 123"),
                    List.of("scrape_series_added 3.435 123")),
            12,
            new Difference(
                    "series up to the sample limit count as added",
                    List.of("scrape_series_added 0 123"),
                    List.of("scrape_series_added 1 123")),
            13,
            new Difference(
                    "what came before the series with too many labels counts",
                    List.of("scrape_samples_post_metric_relabeling 0 123", "scrape_series_added 0 123"),
                    List.of("scrape_samples_post_metric_relabeling 1 123", "scrape_series_added 1 123")),
            15,
            new Difference(
                    "there is no series_limit: only a whole scrape is refused",
                    List.of(),
                    List.of("bar{a=\"b\",c=\"d\"} -3e4 123")));

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void makesTheSamples(int id, String source, JsonNode test) throws Exception {
        var samples = new ArrayList<Sample>();

        var _ = new SamplePipeline(target(test.path("config")), samples::add)
                .accept(
                        exposition(test.path("body").asText()),
                        test.path("scrape_time_unix").asLong(),
                        Duration.ZERO,
                        PacketConformanceTest.collect(new ArrayList<>()));

        assertThat(samples).containsExactlyInAnyOrderElementsOf(expected(id, test));
    }

    static Stream<Arguments> makesTheSamples() {
        return cases().map(test ->
                Arguments.of(test.path("id").asInt(), test.path("source").asText(), test));
    }

    @Test
    void everyDifferenceIsOfACase() {
        var ids = cases().map(test -> test.path("id").asInt()).toList();

        assertThat(ids).hasSize(9).containsAll(DIFFERENCES.keySet());
    }

    private static Stream<JsonNode> cases() {
        return Cases.read("/conformance/scrape/vm_scrape_to_samples.json")
                .path("cases")
                .valueStream();
    }

    private static List<Sample> expected(int id, JsonNode test) {
        var samples = new ArrayList<Sample>();
        test.path("expect").asText().lines().filter(line -> !line.isBlank()).forEach(line -> {
            var sample = sample(line);
            if (!VICTORIAMETRICS_ONLY.contains(sample.labels().get("__name__"))) {
                samples.add(sample);
            }
        });
        var difference = DIFFERENCES.get(id);
        if (difference != null) {
            for (var line : difference.theirs()) {
                assertThat(samples.remove(sample(line))).as(line).isTrue();
            }
            difference.ours().forEach(line -> samples.add(sample(line)));
        }
        return samples;
    }

    private static Sample sample(String line) {
        var parts = LINE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        var labels = Labels.of("__name__", parts.group(1)).edit();
        if (parts.group(2) != null) {
            LABEL.matcher(parts.group(2)).results().forEach(label -> labels.set(label.group(1), label.group(2)));
        }
        return new Sample(labels.build(), Double.parseDouble(parts.group(3)), Long.parseLong(parts.group(4)));
    }

    /** Without the indentation of the test that it is from: VictoriaMetrics skips it, for Prometheus it is part of the name. */
    private static Exposition exposition(String body) {
        var bytes = body.replaceAll("(?m)^\\t+", "").getBytes(StandardCharsets.UTF_8);
        return new Exposition(bytes, bytes.length, "text/plain; version=0.0.4");
    }

    private static Target target(JsonNode config) throws IOException {
        var labels =
                Cases.labels(config.path("labels")).filter(name -> !name.startsWith("__")); // as TargetLabels does it
        var limits = new Limits(
                0,
                config.path("sample_limit").asLong(),
                config.path("label_limit").asLong(),
                0,
                0);
        return new Target(
                "test",
                labels,
                config.path("honor_labels").asBoolean(),
                config.path("honor_timestamps").asBoolean(),
                false,
                rules(config.path("metric_relabel_configs").asText()),
                limits,
                null,
                null);
    }

    /** A list of regular expressions is VictoriaMetrics' own way to write alternatives. */
    private static List<RelabelRule> rules(String yaml) throws IOException {
        if (yaml.isEmpty()) {
            return List.of();
        }
        var rules = new YAMLMapper().readTree(yaml);
        for (var rule : rules) {
            if (rule.path("regex") instanceof ArrayNode alternatives) {
                var joined = alternatives.valueStream().map(JsonNode::asText).reduce((a, b) -> a + "|" + b);
                ((ObjectNode) rule).put("regex", joined.orElse(""));
            }
        }
        return Cases.rules(rules);
    }
}

package io.bkm.streams.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.relabel.Cases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * VictoriaMetrics' cases for the URL of a target. Where it differs from Prometheus we do as Prometheus, each such case
 * is in {@link #AS_PROMETHEUS}. In none of them a default port is added: VictoriaMetrics' {@code expect_address} says
 * where it connects to, which with us is the client's business.
 */
class ScrapeUrlConformanceTest {

    private static final String PATH_IS_NO_URL = "a path is escaped as a path: what looks like a query stays in it";
    private static final String ADDRESS_IS_NO_URL = "an address with a slash is refused";

    private record Difference(String answer, String reason) {}

    private static final Map<Integer, Difference> AS_PROMETHEUS = Map.of(
            8, new Difference("http://foo/ab/c%3Fd=ef&aa=bb", PATH_IS_NO_URL),
            11, new Difference("http://foo/%3Fabc=de?x=y", PATH_IS_NO_URL),
            12, new Difference("http://foo/%3Fabc=de?abc=y", PATH_IS_NO_URL),
            13, new Difference("\"foo/bar/baz?abc=de\" is not a valid hostname", ADDRESS_IS_NO_URL),
            15, new Difference("\"foo:784/bar/baz?abc=de\" is not a valid hostname", ADDRESS_IS_NO_URL),
            17, new Difference("\"http://foo/bar/baz?abc=de\" is not a valid hostname", ADDRESS_IS_NO_URL),
            18, new Difference("\"https://foo/bar/baz?abc=de\" is not a valid hostname", ADDRESS_IS_NO_URL),
            21, new Difference("\"http://foo\" is not a valid hostname", ADDRESS_IS_NO_URL),
            22, new Difference("\"https://foo\" is not a valid hostname", ADDRESS_IS_NO_URL),
            23, new Difference("\"http://foo:80\" is not a valid hostname", ADDRESS_IS_NO_URL));

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void makesTheUrlAsPrometheus(String name, JsonNode test) {
        var pool = new ScrapePool(
                "", "http", "/metrics", Map.of(), Duration.ofMinutes(1), Duration.ofSeconds(10), List.of(), null);
        var difference = AS_PROMETHEUS.get(test.path("id").asInt());
        var expected = difference == null ? test.path("expect_url").asText() : difference.answer();

        var answer = switch (TargetLabels.of(pool).populate(Cases.labels(test.path("input_labels")))) {
            case Populated.Kept kept -> kept.url();
            case Populated.Dropped _ -> "dropped";
            case Populated.Refused refused -> refused.reason();
        };

        assertThat(answer).as(difference == null ? "same" : difference.reason()).isEqualTo(expected);
    }

    static Stream<Arguments> makesTheUrlAsPrometheus() {
        return Cases.of("vm_scrape_url.json");
    }
}

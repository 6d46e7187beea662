package io.bkm.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.reports.MetricsText;
import io.bkm.streams.exposition.ExpositionParser.Kind;
import io.bkm.streams.exposition.TextParser;
import io.bkm.streams.gse.GseCounters;
import io.bkm.streams.pipeline.PipelineCounters;
import io.bkm.streams.scrape.ExtraFetch;
import io.bkm.streams.scrape.ScrapeCounters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OwnMetricsTest {

    private static final String TEXT = new OwnMetrics(
                    new ScrapeCounters(),
                    new PipelineCounters(),
                    new GseCounters(10),
                    () -> 3,
                    () -> 4,
                    () -> 5,
                    () -> new ExtraFetch.Counts(0, 0),
                    ControlCounters.create(""))
            .text();

    @Test
    void areWhatTheDocumentationSays() throws IOException {
        var documented = names(
                "(?m)^\\| `(bkm_\\w+)` \\| (counter|gauge|histogram)", Files.readString(Path.of("../docs/metrics.md")));

        var answered = names("(?m)^# TYPE (bkm_\\w+) (counter|gauge|histogram)", TEXT);

        assertThat(answered).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static java.util.List<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1) + " " + match.group(2))
                .toList();
    }

    @Test
    void areAnExposition() {
        var body = TEXT.getBytes(StandardCharsets.UTF_8);
        var parser = new TextParser();
        parser.reset(body, 0, body.length);

        var kind = parser.next();
        while (kind != Kind.END && kind != Kind.MALFORMED) {
            kind = parser.next();
        }

        assertThat(kind).isEqualTo(Kind.END);
    }

    @Test
    void escapeWhatLabelsHold() {
        var text = new MetricsText()
                .family("m", "gauge", "with\nnewline")
                .sample(1.5, "a", "x\"y\\z\n")
                .toString();

        assertThat(text).isEqualTo("# HELP m with\\nnewline\n# TYPE m gauge\nm{a=\"x\\\"y\\\\z\\n\"} 1.5\n");
    }
}

package io.bkm.streams.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextParserTest {

    private final TextParser parser = new TextParser();
    private byte[] body = new byte[0];

    @Test
    void slicesASeriesInPlace() {
        read("http_requests_total{code=\"200\", path=\"/a\\\"b\"} 1.5e3 1700000000123\n");

        assertThat(parser.next()).isEqualTo(Kind.SERIES);
        var entry = parser.entry();
        assertThat(text(entry.seriesStart(), entry.seriesEnd()))
                .isEqualTo("http_requests_total{code=\"200\", path=\"/a\\\"b\"}");
        assertThat(text(entry.nameStart(), entry.nameEnd())).isEqualTo("http_requests_total");
        assertThat(entry.labelCount()).isEqualTo(2);
        assertThat(text(entry.labelNameStart(0), entry.labelNameEnd(0))).isEqualTo("code");
        assertThat(text(entry.labelValueStart(0), entry.labelValueEnd(0))).isEqualTo("200");
        assertThat(entry.labelValueHasEscapes(0)).isFalse();
        assertThat(text(entry.labelValueStart(1), entry.labelValueEnd(1))).isEqualTo("/a\\\"b");
        assertThat(entry.labelValueHasEscapes(1)).isTrue();
        assertThat(Escapes.unescapeToString(body, entry.labelValueStart(1), entry.labelValueEnd(1)))
                .isEqualTo("/a\"b");
        assertThat(entry.value()).isEqualTo(1500);
        assertThat(text(entry.valueStart(), entry.valueEnd())).isEqualTo("1.5e3");
        assertThat(entry.hasTimestamp()).isTrue();
        assertThat(entry.timestampMs()).isEqualTo(1700000000123L);
        assertThat(parser.next()).isEqualTo(Kind.END);
        assertThat(parser.next()).isEqualTo(Kind.END);
    }

    @Test
    void readsNamesInQuotes() {
        read("# HELP \"my.metric\" What it is\n{\"my.metric\",\"a.b\"=\"c\"} 1");

        assertThat(parser.next()).isEqualTo(Kind.HELP);
        assertThat(text(parser.entry().nameStart(), parser.entry().nameEnd())).isEqualTo("my.metric");
        assertThat(text(parser.entry().textStart(), parser.entry().textEnd())).isEqualTo("What it is");
        assertThat(parser.next()).isEqualTo(Kind.SERIES);
        assertThat(text(parser.entry().nameStart(), parser.entry().nameEnd())).isEqualTo("my.metric");
        assertThat(text(parser.entry().labelNameStart(0), parser.entry().labelNameEnd(0)))
                .isEqualTo("a.b");
        assertThat(parser.entry().hasTimestamp()).isFalse();
        assertThat(parser.next()).isEqualTo(Kind.END);
    }

    @Test
    void keepsWhatStoodBeforeABadLine() {
        read("# TYPE a counter\na 1\nb{x='y'} 2\nc 3\n");

        assertThat(parser.next()).isEqualTo(Kind.TYPE);
        assertThat(parser.entry().type()).isEqualTo(MetricType.COUNTER);
        assertThat(parser.next()).isEqualTo(Kind.SERIES);
        assertThat(parser.next()).isEqualTo(Kind.MALFORMED);
        assertThat(parser.malformed())
                .isEqualTo(new Malformed(25, 3, "expected a label value in quotes", "b{x='y'} 2"));
        assertThat(parser.next()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void readsNothingOutsideItsRange() {
        byte[] padded = "9{x=\"}\"} 3 a{b=\"c\"} 1 2 3 4\"".getBytes(StandardCharsets.UTF_8);

        parser.reset(padded, 11, 21);

        assertThat(parser.next()).isEqualTo(Kind.SERIES);
        assertThat(parser.entry().value()).isEqualTo(1);
        assertThat(parser.entry().hasTimestamp()).isFalse();
        assertThat(parser.next()).isEqualTo(Kind.END);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "Inf, Infinity",
        "+inf, Infinity",
        "-INF, -Infinity",
        "Infinity, Infinity",
        "nan, NaN",
        "1., 1",
        ".5, 0.5",
        "+1e-3, 0.001",
        "-0, -0.0",
        "9007199254740993, 9007199254740992",
        "1e-400, 0"
    })
    void readsValuesAsGoDoes(String text, double value) {
        read("a " + text + "\n");

        assertThat(parser.next()).isEqualTo(Kind.SERIES);
        assertThat(parser.entry().value()).isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @CsvSource({"1e", "0x1p3", "1_0", "1e309", "1f", "+nan", "'', ", "."})
    void refusesOtherValues(String text) {
        read("a " + text + "\n");

        assertThat(parser.next()).isEqualTo(Kind.MALFORMED);
    }

    private void read(String exposition) {
        body = exposition.getBytes(StandardCharsets.UTF_8);
        parser.reset(body, 0, body.length);
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }
}

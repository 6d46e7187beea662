package io.bkm.streams.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.exposition.ExpositionParser.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the cases of Prometheus do not show. */
class OpenMetricsParserTest {

    private final OpenMetricsParser parser = new OpenMetricsParser(true);

    @Test
    void keepsTheEntryWhenAskedForItsStart() {
        read("""
                # TYPE a counter
                a_total{x="y"} 1 # {id="e"} 2
                a_total{x="z"} 3
                a_created{x="z"} 1.5
                # EOF
                """);
        parser.next();
        parser.next();
        parser.next();

        assertThat(parser.startTimestampMs()).isEqualTo(1500);
        assertThat(parser.entry().value()).isEqualTo(3);
        assertThat(parser.entry().exemplar()).isNull();
        assertThat(parser.next()).isEqualTo(Kind.END);
    }

    @Test
    void showsCreatedSeriesUnlessTheyAreHidden() {
        var showing = new OpenMetricsParser(false);
        byte[] body = "# TYPE a counter\na_created 1\n# EOF\n".getBytes(StandardCharsets.UTF_8);

        showing.reset(body, 0, body.length);

        assertThat(showing.next()).isEqualTo(Kind.TYPE);
        assertThat(showing.next()).isEqualTo(Kind.SERIES);
        assertThat(showing.next()).isEqualTo(Kind.END);
    }

    /** Prometheus gives {@code a_total 2} the unit of the next family, for it looked ahead: a fault we do not share. */
    @Test
    void keepsTheUnitOfTheFamilyWhenLookingAhead() {
        read("""
                # TYPE a counter
                a_total 1
                a_total 2
                # UNIT b_seconds seconds
                # EOF
                """);
        parser.next();
        parser.next();

        assertThat(parser.startTimestampMs()).isZero();
        assertThat(parser.next()).isEqualTo(Kind.SERIES);
        assertThat(parser.entry().unitEnd() - parser.entry().unitStart()).isZero();
    }

    /** Prometheus looks past an exemplar that it cannot read, and never returns from some: a fault we do not share. */
    @Test
    void looksAheadNoFurtherThanItCanRead() {
        read("""
                # TYPE a counter
                a_total 1
                b_total 1 # {x="y"} 1#
                a_created 1.5
                # EOF
                """);
        parser.next();
        parser.next();

        assertThat(parser.startTimestampMs()).isZero();
        assertThat(parser.next()).isEqualTo(Kind.MALFORMED);
        assertThat(parser.malformed().line()).isEqualTo(3);
    }

    private void read(String exposition) {
        byte[] body = exposition.getBytes(StandardCharsets.UTF_8);
        parser.reset(body, 0, body.length);
    }
}

package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.operator.ReportQuery.Kind;
import io.bkm.actors.operator.Reports.Version;
import io.bkm.actors.resources.Resources;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final Expansion EXPANSION =
            new Expansion(new Expanded(List.of(), List.of(), 0), new TreeMap<>(), Resources.NONE);

    private final AtomicLong millis = new AtomicLong(1000);
    private final AtomicInteger made = new AtomicInteger();
    private final Reports reports = new Reports(
            (_, _, _) -> Integer.toString(made.incrementAndGet()).repeat(150_000),
            () -> Instant.ofEpochMilli(millis.get()));

    @Test
    void cutsALongTextIntoPiecesOfTheSame() {
        var first = page(1, Kind.EXPLAIN, 0);
        var second = page(1, Kind.EXPLAIN, first.next());

        assertThat(first.text() + second.text()).isEqualTo("1".repeat(150_000));
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.next()).isEqualTo(-1);
    }

    @Test
    void makesWhatHangsOnASnapshotAnewForTheNextOne() {
        var first = page(1, Kind.EXPLAIN, 0);
        millis.addAndGet(3_600_000);
        var later = page(1, Kind.EXPLAIN, 0);
        var next = page(2, Kind.EXPLAIN, 0);

        assertThat(later).isEqualTo(first);
        assertThat(next.version()).isNotEqualTo(first.version());
    }

    @Test
    void givesCountsAsTheyAreButThoseOfOneMomentToAllWhoAsk() {
        var first = page(1, Kind.METRICS, 0);
        millis.addAndGet(4_000);
        var another = page(2, Kind.METRICS, 0);
        millis.addAndGet(4_000);
        var later = page(2, Kind.METRICS, 0);

        assertThat(another).isEqualTo(first);
        assertThat(later.text()).startsWith("2");
        assertThat(later.version()).isNotEqualTo(first.version());
    }

    private ReportPage page(long version, Kind kind, int from) {
        return reports.page(new Version(version, EXPANSION), ReportQuery.of(kind), from);
    }
}

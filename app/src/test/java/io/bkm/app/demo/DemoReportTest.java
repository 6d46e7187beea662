package io.bkm.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {

    @Test
    void sumsACounterOverTheMembers() {
        var one = "# TYPE c counter\nc{reason=\"busy\"} 2\nc{reason=\"late\"} 0\nc_other{reason=\"busy\"} 9\n";
        var two = "c{reason=\"busy\"} 3\n";

        assertThat(DemoReport.byReason(List.of(one, two), "c"))
                .containsEntry("busy", 5L)
                .containsEntry("late", 0L)
                .hasSize(2);
    }
}

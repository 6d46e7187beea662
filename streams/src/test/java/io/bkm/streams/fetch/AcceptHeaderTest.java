package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.targets.NameEscaping;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptHeaderTest {

    @Test
    void isWhatPrometheusSendsByDefault() {
        assertThat(AcceptHeader.of(
                        List.of(
                                "OpenMetricsText1.0.0",
                                "OpenMetricsText0.0.1",
                                "PrometheusText1.0.0",
                                "PrometheusText0.0.4"),
                        NameEscaping.ALLOW_UTF8))
                .isEqualTo("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,"
                        + "*/*;q=0.2");
    }

    @Test
    void asksForNamesAsTheyAreWanted() {
        assertThat(AcceptHeader.of(List.of("PrometheusText1.0.0", "PrometheusText0.0.4"), NameEscaping.UNDERSCORES))
                .isEqualTo(
                        "text/plain;version=1.0.0;escaping=underscores;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.4");
    }

    @Test
    void keepsTheOrderOfAMonitorAndLeavesOutWhatWeDoNotSpeak() {
        assertThat(AcceptHeader.of(
                        List.of("PrometheusProto", "PrometheusText0.0.4", "PrometheusText0.0.4"), NameEscaping.DOTS))
                .isEqualTo("text/plain;version=0.0.4;q=0.6,*/*;q=0.5");
    }
}

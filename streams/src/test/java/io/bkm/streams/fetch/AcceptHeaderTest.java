package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptHeaderTest {

    @Test
    void isWhatPrometheusSendsByDefault() {
        assertThat(AcceptHeader.of(List.of(
                        "OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4")))
                .isEqualTo("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,"
                        + "*/*;q=0.2");
    }

    @Test
    void keepsTheOrderOfAMonitorAndLeavesOutWhatWeDoNotSpeak() {
        assertThat(AcceptHeader.of(List.of("PrometheusProto", "PrometheusText0.0.4", "PrometheusText0.0.4")))
                .isEqualTo("text/plain;version=0.0.4;q=0.6,*/*;q=0.5");
    }
}

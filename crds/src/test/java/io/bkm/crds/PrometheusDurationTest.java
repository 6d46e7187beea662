package io.bkm.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "0s, 0s",
        "30s, 30s",
        "60s, 1m",
        "90s, 1m30s",
        "120m, 2h",
        "24h, 1d",
        "168h, 1w",
        "8d, 8d",
        "12w6d, 90d",
        "365d, 1y",
        "1y, 1y",
        "400d, 400d",
        "1y1d, 366d",
        "4d1h, 4d1h",
        "324ms, 324ms",
        "3000ms, 3s",
        "1h0m, 1h",
        "1d1ms, 1d1ms"
    })
    void printsWhatItReadAsPrometheusDoes(String written, String printed) {
        assertThat(PrometheusDuration.parse(written))
                .map(PrometheusDuration::format)
                .contains(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "-1s",
                "1.5s",
                "1s1m",
                "1m1m",
                " 1s",
                "1s ",
                "1S",
                "1us",
                "00",
                "300y",
                "99999999999999999999s",
                "9223372036854775807ms"
            })
    void refusesWhatPrometheusRefuses(String text) {
        assertThat(PrometheusDuration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0.0005S, 0s", "PT-90S, -1m30s", "PT1.5S, 1s500ms"})
    void printsOtherDurationsToo(Duration duration, String printed) {
        assertThat(PrometheusDuration.format(duration)).isEqualTo(printed);
    }
}

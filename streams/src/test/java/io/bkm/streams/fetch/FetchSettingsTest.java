package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FetchSettingsTest {

    @Test
    void readsEveryKeyOfReferenceConf() {
        var documented = ConfigFactory.load().getObject("bkm.fetch").keySet();

        var read = Arrays.stream(FetchSettings.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));

        assertThat(read).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void defaultsAreValid() {
        assertThat(FetchSettings.from(ConfigFactory.load()).maxHeadSize()).isEqualTo(16 * 1024);
    }

    @Test
    void namesTheOffendingKey() {
        rejects("bkm.fetch.max-head-size = 10", "bkm.fetch.max-head-size: 10 (expected: >= 1024)");
        rejects("bkm.fetch.connect-timeout = 0s", "bkm.fetch.connect-timeout: 0 (expected: >= 1)");
        rejects("bkm.fetch.lookup-threads = 0", "bkm.fetch.lookup-threads: 0 (expected: >= 1)");
        rejects("bkm.fetch.buffer-memory = 5", "bkm.fetch.buffer-memory: 5 (expected: >= 1048576)");
        rejects(
                "bkm.fetch.accepted-formats = [PrometheusProto]",
                "bkm.fetch.accepted-formats: [PrometheusProto] (expected: some of [OpenMetricsText1.0.0,"
                        + " OpenMetricsText0.0.1, PrometheusText1.0.0, PrometheusText0.0.4])");
    }

    private static void rejects(String line, String message) {
        var config = ConfigFactory.parseString(line).withFallback(ConfigFactory.load());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FetchSettings.from(config))
                .withMessage(message);
    }
}

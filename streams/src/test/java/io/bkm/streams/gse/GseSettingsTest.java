package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.memory.Heap;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GseSettingsTest {

    @Test
    void hasAComponentForEveryKeyAndAKeyForEveryComponent() {
        var components = Arrays.stream(GseSettings.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(ConfigFactory.defaultReference().getConfig("bkm.gse").root().keySet())
                .isEqualTo(components);
    }

    @Test
    void acceptsItsOwnDefaults() {
        var settings = GseSettings.from(ConfigFactory.defaultReference(), new Heap(100 << 20));

        assertThat(settings.buffer()).isEqualTo(15L * 1024 * 1024);
        assertThat(settings.cloudId()).isEqualTo(-1);
    }

    @Test
    void takesTheFirstOfSeveralAddresses() {
        assertThat(with("host-ip", "\"10.0.0.1, 10.0.0.2\"").hostIp()).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "buffer         | 100   | bkm.gse.buffer: 100 (expected: 1 KiB to 2 GiB)",
                "close-at       | 1.5   | bkm.gse.close-at: 1.5 (expected: > 0 and <= 1)",
                "reopen-at      | 0.9   | bkm.gse.reopen-at: 0.9 (expected: >= 0 and <= close-at, 0.75)",
                "reconnect-max  | 1 ms  | bkm.gse.reconnect-max: PT0.001S (expected: >= reconnect-min, PT0.1S)",
                "write-timeout  | 0 s   | bkm.gse.write-timeout: PT0S (expected: > 0)",
                "cloud-id       | -2    | bkm.gse.cloud-id: -2 (expected: >= -1)",
            })
    void namesWhatCannotWork(String key, String value, String message) {
        assertThatThrownBy(() -> with(key, value)).hasMessage(message);
    }

    @Test
    void refusesAnEndpointThatNoSocketCanHave() {
        assertThatThrownBy(() -> with("endpoint", "/" + "x".repeat(107)))
                .hasMessageEndingWith("(expected: 1 to 107 bytes)");
    }

    private static GseSettings with(String key, String value) {
        var changed = ConfigFactory.parseString("bkm.gse." + key + " = " + value);
        return GseSettings.from(changed.withFallback(ConfigFactory.defaultReference()));
    }
}

package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdSettingsTest {

    @Test
    void hasAComponentForEveryKeyAndAKeyForEveryComponent() {
        assertThat(SettingsKeys.of(SdSettings.class))
                .isEqualTo(SettingsKeys.in(ConfigFactory.defaultReference(), "bkm.discovery"));
    }

    @Test
    void acceptsItsOwnDefaults() {
        assertThat(settings("").firstWait()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout         | 0s  | bkm.discovery.timeout: PT0S (expected: > 0)",
                "file-interval   | 0s  | bkm.discovery.file-interval: PT0S (expected: > 0)",
                "first-wait      | -1s | bkm.discovery.first-wait: PT-1S (expected: >= 0)",
                "max-answer-size | 0   | bkm.discovery.max-answer-size: 0 (expected: > 0)",
            })
    void namesWhatCannotWork(String key, String value, String message) {
        assertThatThrownBy(() -> settings(key + " = " + value)).hasMessage(message);
    }

    /** The defaults but for what is given in HOCON. */
    static SdSettings settings(String hocon) {
        return SdSettings.from(ConfigFactory.parseString(hocon)
                .atPath("bkm.discovery")
                .withFallback(ConfigFactory.defaultReference()));
    }
}

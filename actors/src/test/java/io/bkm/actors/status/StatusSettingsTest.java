package io.bkm.actors.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import org.junit.jupiter.api.Test;

class StatusSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.parseResources("reference.conf");

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(StatusSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.status"));
    }

    @Test
    void isOffByDefault() {
        assertThat(from("").mode()).isEqualTo(StatusSettings.Mode.OFF);
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from("mode = sometimes"))
                .withMessage("bkm.status.mode: \"sometimes\" (expected: off or on)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from("number-first = 1s"))
                .withMessage("bkm.status.number-first: PT1S (expected: >= interval, PT2S)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from("requests-per-second = 0"))
                .withMessage("bkm.status.requests-per-second: 0.0 (expected: > 0)");
    }

    static StatusSettings from(String section) {
        return StatusSettings.from(
                ConfigFactory.parseString("bkm.status {\n" + section + "\n}").withFallback(DEFAULTS));
    }
}

package io.bkm.actors.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(LeaseSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.lease"));
    }

    @Test
    void hasDefaults() {
        assertThat(LeaseSettings.from(DEFAULTS))
                .isEqualTo(new LeaseSettings("bkm-operator", "", Duration.ofSeconds(40), Duration.ofSeconds(10)));
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseSettings.from(with("bkm.lease.name = \"\"")))
                .withMessage("bkm.lease.name: \"\" (expected: the name of a Lease)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseSettings.from(with("bkm.lease.duration = 1500ms")))
                .withMessage("bkm.lease.duration: PT1.5S (expected: whole seconds, >= 1 s)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeaseSettings.from(with("bkm.lease.renew-interval = 20s")))
                .withMessage("bkm.lease.renew-interval: PT20S (expected: > 0 and at most a third of duration, PT40S)");
    }

    private static Config with(String text) {
        return ConfigFactory.parseString(text).withFallback(DEFAULTS);
    }
}

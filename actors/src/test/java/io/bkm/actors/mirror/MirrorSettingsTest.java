package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import org.junit.jupiter.api.Test;

class MirrorSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.parseResources("reference.conf");

    @Test
    void hasExactlyTheKeysOfItsSections() {
        assertThat(SettingsKeys.of(MirrorSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.mirror"));
        assertThat(SettingsKeys.of(MirrorSettings.Events.class))
                .isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.mirror.events"));
        assertThat(SettingsKeys.of(MirrorSettings.Timesync.class))
                .isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.mirror.timesync"));
    }

    @Test
    void isOffByDefault() {
        assertThat(from("").mode()).isEqualTo(MirrorMode.OFF);
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from("mode = sometimes"))
                .withMessage("bkm.mirror.mode: \"sometimes\" (expected: one of off, on, foreign)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from("secret-size = 2 MiB"))
                .withMessage("bkm.mirror.secret-size: 2097152 (expected: 64 KiB to 1 MiB)");
    }

    static MirrorSettings from(String section) {
        return MirrorSettings.from(
                ConfigFactory.parseString("bkm.mirror {\n" + section + "\n}").withFallback(DEFAULTS));
    }
}

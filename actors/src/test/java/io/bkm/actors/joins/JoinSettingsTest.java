package io.bkm.actors.joins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import org.junit.jupiter.api.Test;

class JoinSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(JoinSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.joins"));
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("bkm.joins.max-pods = 0"))
                .withMessage("bkm.joins.max-pods: 0 (expected: > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("bkm.joins.hold = 1s"))
                .withMessage("bkm.joins.hold: PT1S (expected: >= checkpoint-wait, PT5S)");
    }

    static JoinSettings with(String text) {
        return JoinSettings.from(ConfigFactory.parseString(text).withFallback(DEFAULTS));
    }
}

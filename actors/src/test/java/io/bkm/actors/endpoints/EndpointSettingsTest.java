package io.bkm.actors.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import org.junit.jupiter.api.Test;

class EndpointSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(EndpointSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.endpoints"));
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("bkm.endpoints.poll-interval = 0s"))
                .withMessage("bkm.endpoints.poll-interval: PT0S (expected: > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("bkm.endpoints.begins-per-second = 1"))
                .withMessage("bkm.endpoints.begins-per-second: 1 (expected: >= 10)");
    }

    static EndpointSettings settings(String stateDir, String keyFile) {
        return with("bkm.endpoints { state-dir = \"%s\", key-file = \"%s\" }".formatted(stateDir, keyFile));
    }

    private static EndpointSettings with(String text) {
        return EndpointSettings.from(ConfigFactory.parseString(text).withFallback(DEFAULTS));
    }
}

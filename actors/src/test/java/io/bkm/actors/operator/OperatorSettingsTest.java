package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import io.bkm.actors.operator.PlacementSettings.AbsentNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(OperatorSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.operator"));
        assertThat(SettingsKeys.of(PlacementSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.placement"));
    }

    @Test
    void hasDefaults() {
        assertThat(OperatorSettings.from(DEFAULTS).chunkSize()).isEqualTo(128 * 1024);
        assertThat(PlacementSettings.from(DEFAULTS))
                .isEqualTo(new PlacementSettings(AbsentNode.SPREAD, Duration.ofSeconds(60)));
    }

    @Test
    void saysWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.from(with("bkm.operator.chunk-size = 1 MiB")))
                .withMessage("bkm.operator.chunk-size: 1048576 (expected: 1 KiB to 256 KiB)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorSettings.from(with("bkm.operator.lease = etcd")))
                .withMessage("bkm.operator.lease: \"etcd\" (expected: none or kubernetes)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlacementSettings.from(with("bkm.placement.absent-node = elsewhere")))
                .withMessage("bkm.placement.absent-node: \"elsewhere\" (expected: wait or spread)");
    }

    private static Config with(String text) {
        return ConfigFactory.parseString(text).withFallback(DEFAULTS);
    }
}

package io.bkm.actors.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import org.junit.jupiter.api.Test;

class ReportSettingsTest {

    @Test
    void areTheKeysOfTheirSection() {
        assertThat(SettingsKeys.in(ConfigFactory.parseResources("reference.conf"), "bkm.reports"))
                .isEqualTo(SettingsKeys.of(ReportSettings.class));
    }
}

package io.bkm.actors.sd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import io.bkm.actors.sd.PromSdSettings.SecretRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromSdSettingsTest {

    @Test
    void hasAComponentForEveryKeyAndAKeyForEveryComponent() {
        assertThat(SettingsKeys.of(PromSdSettings.class))
                .isEqualTo(SettingsKeys.in(ConfigFactory.defaultReference(), "bkm.prom-sd"));
    }

    @Test
    void readsNamesAndSelectors() {
        var settings = settings("secrets = [{ namespace = infra, name = a }, { selector = \"x=y\" }]");

        assertThat(settings.secrets()).containsExactly(new SecretRef("infra", "a", ""), new SecretRef("", "", "x=y"));
    }

    @Test
    void wantsKindsInAnyCase() {
        assertThat(settings("").wants("HttpSd")).isTrue();
        assertThat(settings("kinds = [httpsd]").wants("HttpSd")).isTrue();
        assertThat(settings("kinds = [httpsd]").wants("StaticSd")).isFalse();
        assertThat(settings("kinds = []").wants("HttpSd")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets = [{ name = a }]         | (expected: namespace and name, or selector)",
                "secrets = [{ namespace = infra }] | (expected: namespace and name, or selector)",
                "kinds = [ConsulSd]               | bkm.prom-sd.kinds: ConsulSd",
            })
    void namesWhatCannotWork(String hocon, String message) {
        assertThatThrownBy(() -> settings(hocon)).hasMessageContaining(message);
    }

    private static PromSdSettings settings(String hocon) {
        return PromSdSettings.from(
                ConfigFactory.parseString(hocon).atPath("bkm.prom-sd").withFallback(ConfigFactory.defaultReference()));
    }
}

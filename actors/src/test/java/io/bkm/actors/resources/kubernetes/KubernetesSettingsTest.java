package io.bkm.actors.resources.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesSettingsTest {

    @Test
    void hasAComponentForEveryKeyAndAKeyForEveryComponent() {
        assertThat(SettingsKeys.of(KubernetesSettings.class))
                .isEqualTo(SettingsKeys.in(ConfigFactory.defaultReference(), "bkm.kubernetes"));
    }

    @Test
    void acceptsItsOwnDefaults() {
        assertThat(KubernetesSettings.from(ConfigFactory.defaultReference()).namespaces())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page-size      | 0   | bkm.kubernetes.page-size: 0 (expected: > 0)",
                "settle         | 61s | bkm.kubernetes.settle: PT1M1S (expected: 0 to 60 s)",
                "retry-interval | 0s  | bkm.kubernetes.retry-interval: PT0S (expected: > 0)",
                "reference-wait | -1s | bkm.kubernetes.reference-wait: PT-1S (expected: >= 0)",
                "max-references | -1  | bkm.kubernetes.max-references: -1 (expected: >= 0)",
            })
    void namesWhatCannotWork(String key, String value, String message) {
        assertThatThrownBy(() -> settings(key + " = " + value)).hasMessage(message);
    }

    @Test
    void namesAKubeconfigThatIsNotThere() {
        var settings = settings("kubeconfig = /nowhere/kubeconfig");

        assertThatThrownBy(() -> new KubernetesSource(
                        settings, new KubernetesCounters(), Heard::monitors, ReferringSettings.NONE))
                .hasMessage("bkm.kubernetes.kubeconfig: /nowhere/kubeconfig (expected: a file that can be read)");
    }

    /** The defaults but for what is given in HOCON. */
    static KubernetesSettings settings(String hocon) {
        return KubernetesSettings.from(ConfigFactory.parseString(hocon)
                .atPath("bkm.kubernetes")
                .withFallback(ConfigFactory.defaultReference()));
    }
}

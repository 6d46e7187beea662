package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExpansionSettingsTest {

    @Test
    void everyKeyHasItsComponentAndEveryComponentItsKey() {
        assertThat(componentsOf(ExpansionSettings.class)).containsExactlyInAnyOrderElementsOf(keys("bkm.expansion"));
    }

    @Test
    void theSectionsWithinHaveTheirKeysToo() {
        assertThat(componentsOf(Enforced.class)).containsExactlyInAnyOrderElementsOf(keys("bkm.expansion.enforce"));
        assertThat(componentsOf(MonitorDefaults.class))
                .containsExactlyInAnyOrderElementsOf(keys("bkm.expansion.defaults"));
    }

    private static Set<String> keys(String section) {
        return ConfigFactory.parseResources("reference.conf")
                .getConfig(section)
                .root()
                .keySet();
    }

    /** Limits stand beside the other keys. */
    private static List<String> componentsOf(Class<?> section) {
        return Arrays.stream(section.getRecordComponents())
                .flatMap(component -> component.getType() == ScrapeLimits.class
                        ? componentsOf(ScrapeLimits.class).stream()
                        : Stream.of(
                                component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)))
                .toList();
    }

    @Test
    void theDefaultsAreThoseOfTheOracle() {
        var settings = from("");

        assertThat(settings.defaultInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.defaultTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.allows("any")).isTrue();
    }

    @Test
    void rulesAndLabelsAreLists() {
        var settings = from("""
                spread-monitors = [{ kind = podmonitor, namespace = shop }]
                ignore-monitors = [{ kind = Probe, namespace = shop, name = web }]
                spread-node-labels = [{ name = "node.kubernetes.io/virtual", value = "true" }]
                deny-namespaces = [kube-system]
                """);

        assertThat(settings.spreadMonitors()).containsExactly(new MonitorRule("podmonitor", "shop", ""));
        assertThat(settings.ignoreMonitors()).containsExactly(new MonitorRule("Probe", "shop", "web"));
        assertThat(settings.spreadNodeLabels()).isEqualTo(Map.of("node.kubernetes.io/virtual", "true"));
        assertThat(settings.allows("kube-system")).isFalse();
        assertThat(settings.allows("shop")).isTrue();
    }

    @Test
    void theDeniedNamespacesDoNotCountBesideAllowedOnes() {
        var settings = from("allow-namespaces = [shop], deny-namespaces = [shop]");

        assertThat(List.of(settings.allows("shop"), settings.allows("bank"))).containsExactly(true, false);
    }

    @Test
    void anIgnoredMonitorNeedsItsName() {
        assertThatThrownBy(() -> from("ignore-monitors = [{ kind = Probe, namespace = shop }]"))
                .hasMessageContaining("bkm.expansion.ignore-monitors");
    }

    @Test
    void discoversByAnnotationsOfWhatHasThem() {
        assertThatThrownBy(() -> from("annotation-discovery = [node]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bkm.expansion.annotation-discovery: node (expected: of [pod, service])");
    }

    @Test
    void aSelectorThatCannotBeReadIsRefusedByItsName() {
        assertThatThrownBy(() -> from("select.probes.labels = \"team in ()x\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bkm.expansion.select.probes.labels: team in ()x: ");
    }

    @Test
    void anIntervalOfNothingIsRefused() {
        assertThatThrownBy(() -> from("default-interval = 0s"))
                .hasMessage("bkm.expansion.default-interval: PT0S (expected: > 0)");
    }

    static ExpansionSettings from(String section) {
        return ExpansionSettings.from(ConfigFactory.parseString("bkm.expansion {\n" + section + "\n}")
                .withFallback(ConfigFactory.parseResources("reference.conf")));
    }
}

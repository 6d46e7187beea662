package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusResourceTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void itsSelectorsSayWhichMonitorsCount() throws IOException {
        var settings = apply("""
                scrapeInterval: 15s
                scrapeConfigSelector: {matchLabels: {scraped: "yes"}}
                scrapeConfigNamespaceSelector: {matchExpressions: [{key: team, operator: In, values: [sales]}]}
                probeSelector: {}
                """);

        assertThat(counting(settings)).containsExactly("selected");
        assertThat(settings.defaultInterval()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void withoutNamespacesItIsItsOwn() throws IOException {
        assertThat(counting(apply("probeSelector: {}\nscrapeConfigSelector: {}")))
                .isEmpty();
        assertThat(counting(apply("probeSelector: {}\nprobeNamespaceSelector: {}")))
                .containsExactly("by-name", "by-another-name");
    }

    @Test
    void withoutSelectorsNothingCounts() throws IOException {
        assertThat(counting(apply("scrapeTimeout: 5s"))).isEmpty();
    }

    @Test
    void whatIsNotAppliedIsRefused() {
        assertThatThrownBy(() -> apply("additionalScrapeConfigs: {name: more, key: scrape.yaml}"))
                .hasMessageStartingWith("spec.additionalScrapeConfigs: Secret more (expected: none");
        assertThatThrownBy(() -> apply("enforcedSampleLimit: many"))
                .hasMessage("spec.enforcedSampleLimit: \"many\" (expected: a whole number)");
        assertThatThrownBy(() -> apply("{scrapeInterval: 10s, scrapeTimeout: 20s}"))
                .hasMessage("spec.scrapeTimeout: 20s (expected: at most the interval, 10s)");
        assertThatThrownBy(() -> apply("probeSelector: {matchExpressions: [{key: team, operator: Like}]}"))
                .hasMessageStartingWith("spec.probeSelector.matchExpressions[0].operator: Like");
        assertThatThrownBy(() -> apply("scrapeInterval: soon"))
                .hasMessage("spec.scrapeInterval: \"soon\" (expected: a duration like 30s)");
        assertThatThrownBy(() ->
                        PrometheusResource.apply(YAML.readTree("kind: Alertmanager"), ExpansionSettingsTest.from("")))
                .hasMessage("kind: Alertmanager (expected: Prometheus or PrometheusAgent)");
    }

    @Test
    void isReadFromTheFileThatTheSettingsName(@TempDir Path folder) throws IOException {
        var file = folder.resolve("prometheus.yaml");
        Files.writeString(
                file,
                "kind: PrometheusAgent\nmetadata: {namespace: monitoring}\nspec: {enforcedNamespaceLabel: tenant}\n");

        var settings = ExpansionSettingsTest.from("prometheus-resource = \"" + file + "\", default-interval = 7s");

        assertThat(settings.enforce().namespaceLabel()).isEqualTo("tenant");
        assertThat(settings.ownNamespace()).isEqualTo("monitoring");
        assertThat(settings.defaultInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThatThrownBy(() -> ExpansionSettingsTest.from("prometheus-resource = /nowhere/prometheus.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("/nowhere/prometheus.yaml: ");
    }

    @Test
    void inModeDaemonSetPodMonitorsAloneCount() throws IOException {
        var settings = apply(
                "mode: DaemonSet\nprobeSelector: {}\nprobeNamespaceSelector: {}\npodMonitorSelector: {}\npodMonitorNamespaceSelector: {}");

        assertThat(counting(settings)).isEmpty();
        assertThat(settings.select().podMonitors().labels().matches(Map.of())).isTrue();
    }

    @Test
    void aMonitorThatIsNotSelectedIsToldOf() throws IOException {
        var folder = Manifests.read(Manifests.resource("/expand/monitors-are-selected-by-labels"));
        var settings = apply("probeSelector: {}\nprobeNamespaceSelector: {}");

        var fates = MonitorFate.all(folder, Expansion.expand(folder, settings), settings);

        assertThat(fates)
                .filteredOn(fate -> fate.kind().equals("ScrapeConfig"))
                .isNotEmpty()
                .allSatisfy(fate -> {
                    assertThat(fate.decision()).isEqualTo("ignored");
                    assertThat(fate.reason()).contains("bkm.expansion.select");
                });
    }

    private static ExpansionSettings apply(String spec) throws IOException {
        var resource = "kind: Prometheus\nmetadata: {name: main, namespace: monitoring}\nspec:\n" + spec.indent(2);
        return PrometheusResource.apply(YAML.readTree(resource), ExpansionSettingsTest.from(""));
    }

    private static List<String> counting(ExpansionSettings settings) {
        var folder = Manifests.read(Manifests.resource("/expand/monitors-are-selected-by-labels"));
        return MonitorSelection.counting(folder, settings).stream()
                .map(monitor -> monitor.metadata().name())
                .sorted((a, b) -> a.length() - b.length())
                .toList();
    }
}

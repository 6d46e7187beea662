package io.bkm.actors.discovery;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which monitors prometheus-operator refuses, by its own tests: conformance/promcfg/selection_validity.json. */
class SelectionValidityTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String LATER_NAMES = "0.85 knows names of letters, digits and _ only";
    private static final String NO_API_SERVER =
            "Prometheus refuses its whole configuration for credentials without an address of the API server";
    private static final String NO_ROLE = "a discovery without a role is no valid manifest";

    /**
     * Cases that we deliberately answer otherwise, by their source. The cases are of a later prometheus-operator; what
     * bkm follows is 0.85. Besides these: a ScrapeConfig with a discovery that bkm does not have is always rejected.
     */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            entry("TestSelectProbes/ipv6_address_as_prober_url", "0.85 refuses it"),
            entry("TestSelectProbes/ipv6_address_with_port_as_prober_url", "0.85 refuses it"),
            entry("TestSelectProbes/ipv6_full_address_with_port_as_prober_url", "0.85 refuses it"),
            entry("TestSelectProbes/utf-8_metric_relabeling_config_with_prom3", LATER_NAMES),
            entry("TestSelectProbes/utf-8_static_relabeling_config_with_prom3", LATER_NAMES),
            entry("TestSelectProbes/utf-8_ingress_relabeling_config_with_prom3", LATER_NAMES),
            entry("TestSelectServiceMonitors/utf-8_mixed_endpoints_with_prom3", LATER_NAMES),
            entry("TestSelectPodMonitors/utf-8_relabeling_config_with_prom3", LATER_NAMES),
            entry("TestSelectScrapeConfigs/utf-8_relabeling_config_with_prom3", LATER_NAMES),
            entry("TestSelectScrapeConfigs/utf-8_metric_relabeling_config_with_prom3", LATER_NAMES),
            entry("TestSelectServiceMonitors/existent_Scrape_Class", "no endpoints is no valid manifest"),
            entry("TestSelectScrapeConfigs/staticConfig_with_valid_Labels", "targets: null is no valid manifest"),
            entry("TestSelectScrapeConfigs/staticConfig_with_utf-8_label", "targets: null is no valid manifest"),
            entry("TestSelectScrapeConfigs/Kubernetes_SD_config_with_valid_secret_ref", NO_API_SERVER),
            entry("TestSelectScrapeConfigs/Kubernetes_SD_config_with_valid_proxy_settings", NO_API_SERVER),
            entry("TestSelectScrapeConfigs/Kubernetes_SD_config_with_only_apiServer_specified", NO_ROLE),
            entry("TestSelectScrapeConfigs/Kubernetes_SD_config_with_only_namespaces.ownNamespace_specified", NO_ROLE));

    /** Refused for the sake of a Prometheus that does not know the discovery yet: ours does. */
    private static final Set<String> OLD_PROMETHEUS = Set.of(
            "TestSelectScrapeConfigs/HTTP_SD_config_with_valid_proxy_settings",
            "TestSelectScrapeConfigs/HTTP_SD_config_with_valid_secret_ref",
            "TestSelectScrapeConfigs/HTTP_SD_config_in_unsupported_Prometheus_version");

    private static final Set<String> KNOWN =
            Set.of("kubernetesSDConfigs", "httpSDConfigs", "fileSDConfigs", "dnsSDConfigs");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void cases(String source, JsonNode test) throws IOException {
        write("monitor", monitor(test));
        int number = 0;
        for (var stored : test.path("store")) {
            var object = ((ObjectNode) (stored.has("object") ? stored.get("object") : stored).deepCopy())
                    .put("apiVersion", "v1")
                    .put("kind", stored.path("kind").asText("Secret"));
            write("store-" + number++, object);
        }

        var expanded = Expansion.expand(Manifests.read(folder), settings(test));

        var name = source.substring(source.lastIndexOf(' ') + 1);
        boolean otherwise = OTHERWISE.containsKey(name) || hasUnknownDiscovery(test);
        boolean expected = test.get("expect_valid").asBoolean() || OLD_PROMETHEUS.contains(name);
        assertThat(expanded.rejected().isEmpty())
                .as(expanded.rejected() + " " + test.path("operator_error"))
                .isEqualTo(expected && !otherwise);
        assertThat(expected || !OTHERWISE.containsKey(name))
                .as("listed as otherwise, but is not")
                .isTrue();
    }

    static Stream<Object[]> cases() throws IOException {
        try (var stream =
                SelectionValidityTest.class.getResourceAsStream("/conformance/promcfg/selection_validity.json")) {
            var cases = JSON.readTree(stream).get("cases").valueStream().toList();
            return cases.stream().map(test -> new Object[] {test.get("source").asText(), test});
        }
    }

    @Test
    void everyCaseThatIsListedExists() throws IOException {
        assertThat(cases().map(test -> test[0].toString().replaceFirst(".* ", "")))
                .containsAll(OTHERWISE.keySet())
                .hasSize(161);
    }

    private static boolean hasUnknownDiscovery(JsonNode test) {
        return test.get("kind").asText().equals("ScrapeConfig")
                && test.at("/object/spec")
                        .propertyStream()
                        .anyMatch(field -> field.getKey().endsWith("SDConfigs")
                                && !KNOWN.contains(field.getKey())
                                && !field.getValue().isEmpty());
    }

    private static ObjectNode monitor(JsonNode test) {
        var kind = test.get("kind").asText();
        var object = kind.equals("IntervalTimeout")
                ? JSON.createObjectNode().set("spec", test.get("object"))
                : (ObjectNode) test.get("object").deepCopy();
        var metadata = ((ObjectNode) object).withObjectProperty("metadata");
        if (!metadata.has("name")) {
            metadata.put("name", "test").put("namespace", "test");
        }
        return ((ObjectNode) object)
                .put("kind", kind.equals("IntervalTimeout") ? "ServiceMonitor" : kind)
                .put("apiVersion", "monitoring.coreos.com/" + (kind.equals("ScrapeConfig") ? "v1alpha1" : "v1"));
    }

    private ExpansionSettings settings(JsonNode test) {
        var spec = test.at("/prometheus/spec");
        var interval = spec.path("scrapeInterval").asText("");
        return ExpansionSettingsTest.from((interval.isEmpty() ? "" : "default-interval = " + interval)
                + (spec.has("scrapeClasses") ? "\nscrape-classes = " + spec.get("scrapeClasses") : ""));
    }

    private void write(String name, JsonNode object) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(object));
    }
}

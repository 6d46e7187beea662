package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrape classes and what is enforced, as settings of a running bkm; beside Prometheus: PrometheusResourceOracleTest. */
class ScrapeClassesTest {

    private static final String MONITOR = """
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: web, namespace: shop}
            spec:
              selector: {}
              podMetricsEndpoints: [{portNumber: 80}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: shop, annotations: {prometheus.io/scrape: "true"}}
            spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
            status: {phase: Running, podIP: 10.1.0.1}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: mesh, namespace: shop}
            stringData: {token: not-this-one}
            """;

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: mesh, namespace: monitoring}
            stringData: {token: of-the-mesh}
            """;

    private static final String MESH = """
            own-namespace = monitoring
            scrape-classes = [{ name = mesh, default = true, authorization { credentials { name = mesh, key = token } } }]
            """;

    @TempDir
    private Path folder;

    @Test
    void theSecretsOfAClassAreThoseBesideThePrometheusResource() throws IOException {
        write("monitor", MONITOR);
        write("secret", SECRET);

        var target = expand(MESH).targets().getFirst();

        assertThat(target.endpoint().credentials()).isEqualTo(new Credentials.Header("Bearer", "of-the-mesh"));
    }

    @Test
    void aMonitorWaitsForTheSecretOfItsClassAndHeals() throws IOException {
        write("monitor", MONITOR);
        var settings = ExpansionSettingsTest.from(MESH);
        var cache = new ExpansionCache();

        var before = Expansion.expand(Manifests.read(folder), settings, cache);
        write("secret", SECRET);
        var after = Expansion.expand(Manifests.read(folder), settings, cache);

        assertThat(before.rejected())
                .containsExactly(
                        new Rejected(
                                "PodMonitor",
                                "shop",
                                "web",
                                "bkm.expansion.scrape-classes[mesh].authorization.credentials: Secret monitoring/mesh (expected: it exists)"));
        assertThat(after.rejected()).isEmpty();
    }

    @Test
    void aClassMayNameFilesWhereMonitorsMayNot() throws IOException {
        write("monitor", MONITOR);

        var target = expand("""
                allow-files = false
                scrape-classes = [{ name = mesh, default = true, tlsConfig { caFile = /certs/ca, serverName = mesh } }]
                """).targets().getFirst();

        assertThat(target.endpoint().tls())
                .isEqualTo(new TlsSettings("file:/certs/ca", null, null, "mesh", false, null, null));
    }

    @Test
    void whatIsDiscoveredByAnnotationsIsInNoClassAndNoNamespace() throws IOException {
        write("monitor", MONITOR);
        write("secret", SECRET);

        var target = expand(MESH + """
                annotation-discovery = [pod]
                enforce { namespace-label = tenant, sample-limit = 5 }
                ignore-monitors = [{ kind = PodMonitor, namespace = shop, name = web }]
                """).targets().getFirst();

        assertThat(target.endpoint().credentials()).isNull();
        assertThat(target.target().labels().has("tenant")).isFalse();
        assertThat(target.target().limits().samples()).isEqualTo(5);
    }

    @Test
    void overTheEnforcedNumberOfTargetsNoneIsScraped() throws IOException {
        write("monitor", MONITOR);
        write(
                "second",
                MONITOR.substring(MONITOR.indexOf("---"), MONITOR.lastIndexOf("---"))
                        .replace("name: a", "name: b")
                        .replace("10.1.0.1", "10.1.0.2"));

        var targets = expand("enforce.target-limit = 1").targets();

        assertThat(targets)
                .hasSize(2)
                .allMatch(target -> "targetLimit: 2 targets (expected: at most 1)"
                        .equals(target.target().forcedError()));
    }

    @Test
    void theLabelOfTheNamespaceComesLast() throws IOException {
        write(
                "monitor",
                MONITOR.replace(
                        "{portNumber: 80}",
                        "{portNumber: 80, relabelings: [{targetLabel: tenant, replacement: other}]}"));

        var enforced = expand("enforce.namespace-label = tenant").targets().getFirst();
        var excepted = expand("""
                enforce { namespace-label = tenant, except = [{ kind = PodMonitor, namespace = shop }] }
                """).targets().getFirst();

        assertThat(tenant(enforced.target().labels())).isEqualTo("shop");
        assertThat(tenant(excepted.target().labels())).isEqualTo("other");
    }

    @Test
    void aWrongClassIsTheSettingsFault() {
        assertThatThrownBy(() -> ExpansionSettingsTest.from(
                        "scrape-classes = [{ name = a, default = yes }, { name = b, default = true }]"))
                .hasMessageContaining("scrapeClasses[0].default");
        assertThatThrownBy(() -> ExpansionSettingsTest.from(
                        "scrape-classes = [{ name = a, default = true }, { name = b, default = true }]"))
                .hasMessage("bkm.expansion.scrape-classes: a and b are the default (expected: at most one)");
        assertThatThrownBy(() -> ExpansionSettingsTest.from(
                        "scrape-classes = [{ name = a, relabelings = [{ action = replace, targetLabel = \"\" }] }]"))
                .hasMessageStartingWith("bkm.expansion.scrape-classes[a].relabelings[0].targetLabel");
        assertThatThrownBy(() ->
                        ExpansionSettingsTest.from("scrape-classes = [{ name = a, authorization { type = Basic } }]"))
                .hasMessageStartingWith("bkm.expansion.scrape-classes[a].authorization.type: Basic");
        assertThatThrownBy(() ->
                        ExpansionSettingsTest.from("scrape-classes = [{ name = a, tlsConfig { certFile = /c } }]"))
                .hasMessage(
                        "bkm.expansion.scrape-classes[a].tlsConfig: a certificate without its key (expected: both or none)");
    }

    @Test
    void otherSettingsAreCheckedToo() {
        assertThatThrownBy(() -> ExpansionSettingsTest.from("enforce.body-size-limit = 10 megs"))
                .hasMessage("bkm.expansion.enforce.body-size-limit: 10 megs (expected: a size such as 10MB)");
        assertThatThrownBy(() -> ExpansionSettingsTest.from("defaults.sample-limit = -1"))
                .hasMessage("bkm.expansion.defaults.sample-limit: -1 (expected: >= 0)");
        assertThatThrownBy(() -> ExpansionSettingsTest.from("service-discovery-role = Pods"))
                .hasMessage(
                        "bkm.expansion.service-discovery-role: Pods (expected: Either, EndpointSlice or Endpoints)");
        assertThatThrownBy(() -> ExpansionSettingsTest.from(
                        "defaults { name-validation-scheme = Legacy, name-escaping-scheme = AllowUTF8 }"))
                .hasMessageStartingWith("bkm.expansion.defaults.name-escaping-scheme: AllowUTF8");
    }

    @Test
    void aScrapeConfigurationOfPrometheusKeepsItsOwnLimits() {
        var own = new ScrapeLimits(0, 50, 0, 0, 0, 7);

        var limits = own.orGlobal(new ScrapeLimits(9, 10, 0, 3, 0, 0), new ScrapeLimits(5, 20, 30, 2, 0, 1));

        assertThat(limits).isEqualTo(new ScrapeLimits(9, 50, 30, 2, 0, 7));
    }

    private Expanded expand(String settings) {
        return Expansion.expand(Manifests.read(folder), ExpansionSettingsTest.from(settings));
    }

    private void write(String name, String manifests) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), manifests);
    }

    private static String tenant(Labels labels) {
        return labels.get("tenant");
    }
}

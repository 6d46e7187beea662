package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.sd.Answer;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.External;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideDiscoveriesTest {

    private static final String CONFIG = """
            apiVersion: monitoring.coreos.com/v1alpha1
            kind: ScrapeConfig
            metadata: { name: %s, namespace: shop }
            spec: { %s }
            ---
            """;
    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: { name: sd, namespace: shop }
            stringData: { token: abc }
            """;

    @TempDir
    private Path folder;

    @Test
    void wantsEachOnceWithItsCredentials() throws IOException {
        var http = "httpSDConfigs: [{ url: 'http://sd.example.org/x', refreshInterval: 30s, "
                + "authorization: { credentials: { name: sd, key: token } } }]";
        write(CONFIG.formatted("one", http)
                + CONFIG.formatted("two", http)
                + CONFIG.formatted("three", "fileSDConfigs: [{ files: [/sd/*.json] }]")
                + SECRET);

        var wanted = wanted("");

        assertThat(wanted).hasSize(2);
        assertThat(wanted).contains(new Discovery.File(List.of("/sd/*.json"), Duration.ofMinutes(5)));
        assertThat(wanted).anySatisfy(discovery -> {
            assertThat(discovery).isInstanceOf(Discovery.Http.class);
            var asked = (Discovery.Http) discovery;
            assertThat(asked.refresh()).isEqualTo(Duration.ofSeconds(30));
            assertThat(asked.access().credentials()).isEqualTo(new Credentials.Header("Bearer", "abc"));
        });
        assertThat(wanted.toString()).doesNotContain("abc");
    }

    @Test
    void makesTargetsOfWhatWasFound() throws IOException {
        write(CONFIG.formatted(
                "web",
                "httpSDConfigs: [{ url: 'http://sd.example.org/x/y' }], relabelings: "
                        + "[{ sourceLabels: [__meta_url], targetLabel: from }]"));
        var resources = Manifests.read(folder);
        var found = new Answer(
                List.of(new FoundGroup(
                        "http://sd.example.org/x/y:0",
                        Labels.of("env", "prod", "__meta_url", "u"),
                        List.of(Labels.of("__address__", "10.1.1.1:80")))),
                "the server is away");
        var external = External.NONE.withAnswers(Map.of(wanted("").iterator().next(), found));

        var expanded = Expansion.expand(resources.withExternal(external), ExpansionSettingsTest.from(""));

        assertThat(expanded.targets()).hasSize(1);
        assertThat(expanded.targets().getFirst().target().labels().toMap())
                .containsEntry("env", "prod")
                .containsEntry("from", "u")
                .containsEntry("job", "scrapeConfig/shop/web");
        assertThat(expanded.problems())
                .containsExactly(new Expanded.PoolProblem("scrapeConfig/shop/web", 0, "the server is away"));
        assertThat(MonitorFate.all(resources, expanded, ExpansionSettingsTest.from(""))
                        .getFirst()
                        .endpoints()
                        .getFirst()
                        .reason())
                .isEqualTo("the server is away");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "httpSDConfigs: [{ url: 'http:///x?token=abc' }]              | spec.httpSDConfigs[0].url: http:///x (expected: a URL with a host, http or https)",
                "httpSDConfigs: [{ url: 'http://a', proxyFromEnvironment: true, proxyUrl: 'http://p' }] | spec.httpSDConfigs[0].proxyFromEnvironment: true (expected: neither proxyUrl nor noProxy beside it)",
            })
    void refusesWhatCannotWork(String spec, String reason) throws IOException {
        write(CONFIG.formatted("web", spec));

        var expanded = Expansion.expand(Manifests.read(folder), ExpansionSettingsTest.from(""));

        assertThat(expanded.rejected()).containsExactly(new Rejected("ScrapeConfig", "shop", "web", reason));
    }

    @Test
    void readsFilesOnlyWhereTheSettingsSay() throws IOException {
        write(CONFIG.formatted("web", "fileSDConfigs: [{ files: [/sd/a.json] }]"));

        assertThat(wanted("allow-files = off")).isEmpty();
        assertThat(Expansion.expand(Manifests.read(folder), ExpansionSettingsTest.from("allow-files = off"))
                        .rejected()
                        .getFirst()
                        .reason())
                .isEqualTo("spec.fileSDConfigs[0].files: [/sd/a.json] (expected: none, since bkm.expansion.allow-files"
                        + " is off)");
    }

    private java.util.Set<Discovery> wanted(String settings) {
        return new WantedDiscoveries(ExpansionSettingsTest.from(settings)).apply(Manifests.read(folder));
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), text);
    }
}

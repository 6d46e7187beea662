package io.bkm.actors.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.discovery.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsTest {

    private static final String DATA_ID = """
            apiVersion: monitoring.bk.tencent.com/v1beta1
            kind: DataID
            metadata: {name: metrics, labels: {usage: metric}}
            spec: {dataID: 1500, monitorResource: {kind: ScrapeConfig, namespace: shop, name: ''}}
            """;

    @TempDir
    private Path folder;

    @Test
    void countsTheTargetsOfAllEndpoints() throws IOException {
        var verdict = verdict("", DATA_ID, scrapeConfig("staticConfigs: [{targets: ['a:1', 'b:1', 'c:1']}]"));

        assertThat(verdict.reason()).isEqualTo(Verdict.Reason.TARGETS_FOUND);
        assertThat(verdict.isWell()).isTrue();
        assertThat(verdict.message()).isEqualTo("3 targets");
    }

    @Test
    void saysThatNothingTakesTheSamples() throws IOException {
        var verdict = verdict("", scrapeConfig("staticConfigs: [{targets: ['a:1']}]"));

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.reason()).isEqualTo(Verdict.Reason.NO_DATA_ID);
        assertThat(verdict.message()).isEqualTo("no DataID takes its samples; 1 target");
    }

    @Test
    void saysWhyThereAreNoTargets() throws IOException {
        var verdict = verdict("", DATA_ID, scrapeConfig("kubernetesSDConfigs: [{role: Pod}]"));

        assertThat(verdict.reason()).isEqualTo(Verdict.Reason.NO_TARGETS);
        assertThat(verdict.message()).startsWith("0 targets; nothing discovered");
    }

    @Test
    void saysWhatIsWrongWithARejectedOne() throws IOException {
        var verdict = verdict(
                "",
                DATA_ID,
                scrapeConfig("staticConfigs: [{targets: ['a:1']}], scrapeInterval: 10s, scrapeTimeout: 20s"));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.valid()).isTrue();
        assertThat(verdict.message()).contains("scrapeTimeout").contains("20s");
    }

    @Test
    void saysWhatIsWrongWithOneThatCannotBeRead() throws IOException {
        var wrong = scrapeConfig("staticConfigs: nothing");

        var verdict = verdict("", DATA_ID, wrong);

        assertThat(verdict.reason()).isEqualTo(Verdict.Reason.INVALID_CONFIGURATION);
        assertThat(verdict.valid()).isFalse();
        assertThat(verdict.monitor()).isNull();
        assertThat(verdict.message()).contains("staticConfigs");
        assertThat(verdicts("select.scrape-configs.labels = \"team = a\"", DATA_ID, wrong)
                        .all())
                .as("it may be somebody else's")
                .isEmpty();
    }

    @Test
    void saysNothingOfWhatIsIgnored() throws IOException {
        var config = scrapeConfig("staticConfigs: [{targets: ['a:1']}]");

        for (var setting : new String[] {
            "deny-namespaces = [shop]",
            "ignore-monitors = [{kind = ScrapeConfig, namespace = shop, name = fixed}]",
            "select.scrape-configs.labels = \"team = a\"",
            "select.scrape-configs.namespaces = \"kubernetes.io/metadata.name = other\""
        }) {
            var verdicts = verdicts(setting, DATA_ID, config);

            assertThat(verdicts.all()).as(setting).isEmpty();
            assertThat(verdicts.ignored()).as(setting).containsExactly(new MonitorId("ScrapeConfig", "shop", "fixed"));
        }
    }

    @Test
    void isShortEnoughForAnEvent() {
        assertThat(ShortText.of("12 targets")).isEqualTo("12 targets");
        assertThat(ShortText.of("x".repeat(2000))).hasSize(1022).endsWith("x…");
        assertThat(ShortText.of("é".repeat(2000))).hasSize(511).endsWith("é…");
    }

    private Verdict verdict(String settings, String... manifests) throws IOException {
        return verdicts(settings, manifests).all().values().stream().findFirst().orElseThrow();
    }

    private Verdicts verdicts(String section, String... manifests) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), String.join("---\n", manifests));
        var settings = ExpansionSettings.from(ConfigFactory.parseString("bkm.expansion {\n" + section + "\n}")
                .withFallback(ConfigFactory.parseResources("reference.conf")));
        var resources = RecordedCase.resources(folder);
        return Verdicts.of(resources, Expansion.expand(resources, settings), settings);
    }

    private static String scrapeConfig(String spec) {
        return """
                apiVersion: monitoring.coreos.com/v1alpha1
                kind: ScrapeConfig
                metadata: {namespace: shop, name: fixed}
                spec: {%s}
                """.formatted(spec);
    }
}

package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.Answer;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.External;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.ScrapeFile;
import io.bkm.crds.yaml.YamlReader;
import io.bkm.crds.yaml.YamlStream;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Credentials;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scrape configs in Prometheus' own words. */
class PromJobsTest {

    private static final String STATIC = "  static_configs: [{ targets: ['10.1.1.1:80'] }]\n";

    @Test
    void hasPrometheusDefaults() {
        var found = expand("- job_name: web\n" + STATIC).targets().getFirst();

        assertThat(found.endpoint().url()).isEqualTo("http://10.1.1.1:80/metrics");
        assertThat(found.endpoint().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(found.target().honorTimestamps()).isTrue();
        assertThat(found.target().honorLabels()).isFalse();
        assertThat(found.target().labels().get("job")).isEqualTo("StaticSd/infra/sec/f/web/0");
    }

    @Test
    void honoursWhatTheOriginalIgnores() {
        var found = expand("""
                - job_name: web
                  honor_labels: true
                  sample_limit: 5
                  body_size_limit: 1KB
                  scrape_interval: 1m
                  scrape_timeout: 5s
                  authorization: { credentials: abc }
                  relabel_configs: [{ target_label: job, replacement: own }]
                """ + STATIC).targets().getFirst();

        assertThat(found.target().honorLabels()).isTrue();
        assertThat(found.target().limits().samples()).isEqualTo(5);
        assertThat(found.target().limits().bodySize()).isEqualTo(1024);
        assertThat(found.endpoint().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(found.endpoint().credentials()).isEqualTo(new Credentials.Header("Bearer", "abc"));
        assertThat(found.target().labels().get("job")).isEqualTo("own");
        assertThat(found.toString()).doesNotContain("abc");
    }

    @Test
    void numbersDiscoveriesAsPrometheusDoes() {
        var pools = expand("""
                - job_name: web
                  static_configs: [{ targets: [a] }, { targets: [b] }]
                  kubernetes_sd_configs: [{ role: pod }]
                  http_sd_configs: [{ url: 'http://a' }, { url: 'http://b' }]
                """).pools().stream().map(Expanded.Pool::pool).toList();

        assertThat(pools)
                .containsExactly(
                        "HttpSd/infra/sec/f/web/0",
                        "HttpSd/infra/sec/f/web/1",
                        "KubernetesSd/-/sec/f/web/2",
                        "StaticSd/infra/sec/f/web/3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scrape_interval: soon          | scrape_interval: soon (expected: a duration such as 30s or 1m30s)",
                "scrape_timeout: 31s            | scrape_timeout: 31s (expected: at most the interval)",
                "scheme: ftp                    | scheme: ftp (expected: http or https)",
                "relabel_config: []             | relabel_config: given (expected: a setting that bkm knows here)",
                "basic_auth: { password_file: /x } | basic_auth.password_file: given (expected: a setting that bkm knows here)",
                "bearer_token: [geheim]         | bearer_token: ARRAY (expected: a text)",
                "tls_config: { cert: geheim }   | tls_config.cert_file: given (expected: certificate and key, or neither)",
                "bearer_token_file: /x          | bearer_token_file: /x (expected: no file, since bkm.expansion.allow-files is off)",
                "no_proxy: a                    | no_proxy: a (expected: proxy_url beside it)",
            })
    void leavesOutAWrongJobAlone(String setting, String reason) {
        var expanded = expand("- job_name: wrong\n  " + setting + "\n" + STATIC + "- job_name: right\n" + STATIC);

        assertThat(expanded.rejected()).containsExactly(new Rejected("Secret", "infra", "sec/f/wrong", reason));
        assertThat(expanded.targets()).hasSize(1);
        assertThat(expanded.rejected().toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubernetes_sd_configs: [{ role: pod, api_server: 'https://a' }] | KubernetesSd | - | kubernetes_sd_configs[0].api_server: given (expected: a setting that bkm knows here)",
                "http_sd_configs: [{ url: 'x' }] | HttpSd | infra | http_sd_configs[0].url: x (expected: a URL with a host, http or https)",
                "dns_sd_configs: [{ names: [a], type: A }] | DnsSd | infra | dns_sd_configs[0].port: 0 (expected: a port, as records of type A have none)",
                "etcd_sd_configs: [{ endpoints: [a], tls_config: {} }] | EtcdSd | infra | etcd_sd_configs[0].tls_config: given (expected: a setting that bkm knows here)",
                "consul_sd_configs: [{ server: x }] | Secret | infra | consul_sd_configs: 1 entry (expected: none, bkm does not know this discovery)",
            })
    void leavesOutADiscoveryAlone(String discovery, String kind, String namespace, String reason) {
        var expanded = expand("- job_name: web\n  " + discovery + "\n" + STATIC);

        assertThat(expanded.rejected()).containsExactly(new Rejected(kind, namespace, "sec/f/web", reason));
        assertThat(expanded.targets()).hasSize(1);
        var fates = MonitorFate.all(Resources.NONE, expanded, ExpansionSettingsTest.from(""));
        assertThat(fates).hasSize(2);
        assertThat(fates).anySatisfy(fate -> assertThat(fate.reason()).isEqualTo(reason));
    }

    @Test
    void ofEtcdWithTheFilterOnlyWhatIsInTheClusterCounts() {
        var discovery = new Discovery.Etcd(List.of("e:1"), List.of("/p/"), Duration.ofMinutes(1));
        var groups = Stream.of("/p/10.1.1.1:1", "/p/10.9.9.9:1")
                .map(key -> new FoundGroup(
                        key, Labels.of("tenant_id", "t"), List.of(Labels.of("__address__", key.substring(3)))))
                .toList();
        var pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("a")
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.1.1.1")
                .endStatus()
                .build();
        var text =
                "- job_name: web\n  etcd_sd_configs: [{ endpoints: [e:1], prefix_keys: [/p/], enable_ip_filter: %s }]\n";
        var answers = Map.<Discovery, Answer>of(discovery, new Answer(groups, ""));

        assertThat(expand(text.formatted("true"), answers, pod).targets())
                .extracting(found -> found.endpoint().url())
                .containsExactly("http://10.1.1.1:1/metrics");
        assertThat(expand(text.formatted("false"), answers, pod).targets()).hasSize(2);
    }

    @Test
    void ofTheSameIdTheFirstCounts() {
        var expanded = expand("- job_name: web\n" + STATIC + "- job_name: web\n  scheme: https\n" + STATIC);

        assertThat(expanded.targets()).hasSize(1);
        assertThat(expanded.rejected())
                .containsExactly(new Rejected(
                        "Secret",
                        "infra",
                        "sec/f/web",
                        "job_name: there before, in namespace infra (expected: each secret/file/job once)"));
    }

    @Test
    void takesTheKindsThatAreWanted() {
        var text = "- job_name: web\n  http_sd_configs: [{ url: 'http://a' }]\n" + STATIC;

        assertThat(expand(text, "HttpSd").pools())
                .extracting(Expanded.Pool::kind)
                .containsExactly("HttpSd");
        assertThat(expand(text).pools()).hasSize(2);
    }

    private static Expanded expand(String text) {
        return expand(text, "*");
    }

    private static Expanded expand(String text, String... kinds) {
        return Expansion.expand(
                Resources.NONE.withExternal(external(text, kinds)), ExpansionSettingsTest.from("allow-files = off"));
    }

    private static Expanded expand(String text, Map<Discovery, Answer> answers, Pod pod) {
        return Expansion.expand(
                Resources.NONE
                        .withPods(List.of(pod))
                        .withExternal(external(text, "*").withAnswers(answers)),
                ExpansionSettingsTest.from(""));
    }

    private static External external(String text, String... kinds) {
        var documents = switch (YamlReader.read(text, 1 << 20)) {
            case YamlStream.Documents(var all) -> all;
            case YamlStream.Malformed(var reason) -> throw new IllegalArgumentException(reason);
        };
        var file = new ScrapeFile(
                "infra", "sec", "f", (ArrayNode) documents.getFirst().content());
        return External.NONE.withScrapeFiles(
                new ArrayList<>(List.of(file)), new PromSdSettings(List.of(), List.of(kinds), List.of()));
    }
}

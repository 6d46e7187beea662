package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.autoscale.AutoscaleSettings;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.PrometheusResource;
import io.bkm.actors.kubelet.KubeletSettings;
import io.bkm.actors.lease.LeaseSettings;
import io.bkm.actors.mirror.MirrorSettings;
import io.bkm.actors.operator.OperatorSettings;
import io.bkm.actors.status.StatusSettings;
import io.bkm.app.member.MemberSettings;
import io.bkm.streams.gse.GseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart as helm renders it, without a cluster. */
class ChartTest {

    private static final Pattern METRIC = Pattern.compile("bkm_[a-z_]+[a-z]");

    @TempDir
    private Path directory;

    @Test
    void isWhatHelmExpects() {
        var answer = Chart.orSkip()
                .helm(List.of(
                        "lint",
                        Chart.FOLDER.toString(),
                        "--strict",
                        "--quiet",
                        "--kube-version=1.34.0",
                        "--set=image.repository=r.test/bkm"));

        assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
    }

    @Test
    void confinesItsPodsAndNamesItsRights() {
        var objects = Chart.orSkip().template("--set=event.enabled=true");

        ChartRules.hold(objects);
        ChartRules.podsAreConfined(objects);
        assertThat(ChartRules.selectors(objects))
                .containsOnlyKeys(
                        "DaemonSet daemonset", "Deployment event", "Deployment operator", "StatefulSet statefulset")
                .allSatisfy((workload, selector) -> assertThat(selector)
                        .isEqualTo(new ObjectMapper()
                                .valueToTree(Map.of(
                                        "app.kubernetes.io/name",
                                        "bkm",
                                        "app.kubernetes.io/instance",
                                        "x",
                                        "app.kubernetes.io/component",
                                        workload.split(" ", -1)[1]))));
    }

    @Test
    void takesEveryValueAndEachMakesADifference() throws IOException {
        var chart = Chart.orSkip();
        var switched = new ChartSwitches(chart, directory);

        for (var value : switched.values()) {
            var objects = switched.with(value);

            ChartRules.hold(objects);
            assertThat(objects).as("with another %s", value).isNotEqualTo(switched.without(value));
            if (!value.equals("/nameOverride")) {
                assertThat(ChartRules.selectors(switched.without(value)))
                        .as("with another %s", value)
                        .containsAllEntriesOf(common(ChartRules.selectors(objects), switched.without(value)));
            }
        }
    }

    private static Map<String, JsonNode> common(Map<String, JsonNode> selectors, List<JsonNode> others) {
        var common = new LinkedHashMap<>(selectors);
        common.keySet().retainAll(ChartRules.selectors(others).keySet());
        return common;
    }

    @Test
    void writesSettingsThatThereAre() {
        var objects = Chart.orSkip()
                .template(
                        "--set=event.enabled=true,autoscaling.enabled=true,mirror.mode=foreign,monitors.kubelet.discovery=service",
                        "--set-json=settings={\"bkm\":{\"gse\":{\"biz-id\":7}}}");
        var known = ConfigFactory.load();

        for (var role : List.of("operator", "daemonset", "statefulset", "event")) {
            var written = settings(objects, role);
            assertThat(written.entrySet())
                    .allSatisfy(entry -> assertThat(known.hasPathOrNull(entry.getKey()))
                            .as(entry.getKey())
                            .isTrue());
            var config = written.withFallback(known);
            assertThat(MemberSettings.from(config).roles()).containsExactly(role);
            assertThat(MemberSettings.from(config).requiredContactPoints()).isEqualTo(2);
            assertThat(OperatorSettings.from(config).lease()).isEqualTo(OperatorSettings.Lease.KUBERNETES);
            assertThat(LeaseSettings.from(config).name()).isEqualTo("x-bkm-operator");
            assertThat(GseSettings.from(config).bizId()).isEqualTo(7);
            assertThat(AutoscaleSettings.from(config).statefulset()).isEqualTo("x-bkm-statefulset");
            assertThat(KubeletSettings.from(config).enabled()).isTrue();
            assertThat(MirrorSettings.from(config).namespace()).isEqualTo("bkmonitor-operator");
            assertThat(StatusSettings.from(config).mode()).isEqualTo(StatusSettings.Mode.ON);
        }
        assertThat(settings(objects, "operator").getString("bkm.member.http-host"))
                .isEqualTo("0.0.0.0");
        assertThat(settings(objects, "daemonset").getString("bkm.member.http-host"))
                .isEqualTo("10.1.2.3");
    }

    @Test
    void givesTheOperatorThePrometheusResource() throws IOException {
        var objects = Chart.orSkip()
                .template(
                        "--set-json=prometheusResource={\"kind\":\"Prometheus\",\"metadata\":{\"namespace\":\"monitoring\"},"
                                + "\"spec\":{\"enforcedSampleLimit\":1000}}");
        var file = directory.resolve("prometheus.yaml");

        Files.writeString(
                file,
                objects.stream()
                        .filter(object -> ChartRules.identity(object).equals("ConfigMap mon/x-bkm-operator"))
                        .findFirst()
                        .orElseThrow()
                        .at("/data/prometheus.yaml")
                        .asText());
        var known = ExpansionSettings.from(ConfigFactory.load());

        assertThat(settings(objects, "operator").getString("bkm.expansion.prometheus-resource"))
                .isEqualTo("/etc/bkm/settings/prometheus.yaml");
        assertThat(settings(objects, "daemonset").hasPath("bkm.expansion.prometheus-resource"))
                .isFalse();
        assertThat(PrometheusResource.read(file, known).enforce().limits().sampleLimit())
                .isEqualTo(1000);
    }

    private static Config settings(List<JsonNode> objects, String role) {
        var text = objects.stream()
                .filter(object -> ChartRules.identity(object).equals("ConfigMap mon/x-bkm-" + role))
                .findFirst()
                .orElseThrow()
                .at("/data/bkm.conf")
                .asText();
        return ConfigFactory.parseString(text).resolveWith(ConfigFactory.parseString("POD_IP = 10.1.2.3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "operater.replicas=1                    | additional properties 'operater' not allowed",
                "operator.replicas=0                    | at '/operator/replicas': minimum: got 0, want 1",
                "operator.lease=etcd                    | at '/operator/lease': value must be one of 'kubernetes', 'none'",
                "daemonset.maxUnavailable=all           | at '/daemonset/maxUnavailable'",
                "ports.http=80800                       | at '/ports/http': maximum: got 80,800, want 65,535",
                "logLevel=info                          | at '/logLevel': value must be one of",
                "state.type=pvc                         | at '/state/type': value must be one of 'emptyDir', 'hostPath'",
                "gse.socketDirectory=relative           | at '/gse/socketDirectory': 'relative' does not match pattern",
                "networkPolicy.nodeNetworks={nowhere}   | at '/networkPolicy/nodeNetworks/0': 'nowhere' does not match pattern",
                "monitors.kubelet.interval=often        | at '/monitors/kubelet/interval': 'often' does not match pattern",
                "settings.bkm\\.scrape.max-waiting=1    | 'bkm.scrape' does not match pattern",
                "image.repository=                      | image.repository: \"\" (expected: where the image of deploy/Dockerfile was pushed to)",
                "rbac.clusterMetrics=false              | monitors.kubelet.enabled: true (expected: false where rbac.clusterMetrics is false)",
                "denyNamespaces={mon}                   | denyNamespaces: mon (expected: not the chart's own, as the built-in monitors are there)"
            })
    void refusesWhatCannotWork(String value, String message) {
        var answer = Chart.orSkip().tryTemplate("--set", value);

        assertThat(answer.code()).isNotZero();
        assertThat(answer.err()).contains(message);
    }

    @Test
    void refusesTwoSourcesOfACertificateAndTooFewMembers() {
        var chart = Chart.orSkip();

        assertThat(chart.tryTemplate("--set=tls.existingSecret=a,tls.certManager.enabled=true")
                        .err())
                .contains("tls.certManager.enabled: true (expected: false beside tls.existingSecret)");
        assertThat(chart.tryTemplate("--set=autoscaling.enabled=true,autoscaling.maxReplicas=2")
                        .err())
                .contains("autoscaling.maxReplicas: 2 (expected: >= statefulset.replicas, 3)");
    }

    @Test
    void looksOnlyWhereItIsTold() {
        var objects = Chart.orSkip()
                .template(
                        "--set=namespaces={shop},rbac.clusterResources=false,rbac.clusterMetrics=false,monitors.enabled=false");

        assertThat(objects).noneMatch(object -> object.path("kind").asText().startsWith("ClusterRole"));
        assertThat(objects.stream().map(ChartRules::identity))
                .contains("Role shop/mon-x-bkm-watch", "Role mon/x-bkm-watch", "Role shop/mon-x-bkm-references");
        assertThat(settings(objects, "operator").getStringList("bkm.kubernetes.namespaces"))
                .containsExactly("mon", "shop");
    }

    @Test
    void knowsItsOwnMetrics() throws IOException {
        var there = names(Path.of("../docs/metrics.md"));

        for (var file : List.of("files/alerts.yaml", "files/dashboards/bkm.json")) {
            assertThat(names(Chart.FOLDER.resolve(file))).as(file).isNotEmpty().isSubsetOf(there);
        }
    }

    @Test
    void bringsTheCrdOfDataIds() throws IOException {
        var name = "dataids.monitoring.bk.tencent.com.yaml";

        assertThat(Chart.FOLDER.resolve("crds").resolve(name))
                .hasSameTextualContentAs(
                        Path.of("../crds/src/main/resources/crds").resolve(name));
    }

    private static Set<String> names(Path file) throws IOException {
        var names = new TreeSet<String>();
        METRIC.matcher(Files.readString(file))
                .results()
                .forEach(match -> names.add(match.group().replaceAll("_bucket$", "")));
        return names;
    }
}

package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorSelection;
import io.bkm.actors.lease.KubernetesLeaseStore;
import io.bkm.actors.lease.LeaseRecord;
import io.bkm.actors.lease.LeaseSettings;
import io.bkm.actors.operator.Following;
import io.bkm.actors.operator.Holdings;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.kubernetes.KubernetesClients;
import io.bkm.actors.resources.kubernetes.KubernetesCounters;
import io.bkm.actors.resources.kubernetes.KubernetesSettings;
import io.bkm.actors.resources.kubernetes.KubernetesSource;
import io.bkm.actors.resources.kubernetes.ReferringSettings;
import io.bkm.actors.status.StatusCounters;
import io.bkm.actors.status.StatusSettings;
import io.bkm.actors.status.StatusWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rights that the chart gives at a real API server: what its values ask for, and no more. */
class ChartRightsIT extends InstalledChartTests {

    @Test
    void mayDoWhatItsValuesAskForAndNothingElse() {
        chart.install();

        for (var resource : List.of("pods", "services", "nodes", "namespaces", "endpoints", "secrets", "configmaps")) {
            assertThat(chart.may("operator", "watch", "", resource, "shop"))
                    .as(resource)
                    .isTrue();
            assertThat(chart.may("operator", "update", "", resource, "shop"))
                    .as(resource)
                    .isFalse();
            assertThat(chart.may("operator", "delete", "", resource, Chart.NAMESPACE))
                    .as(resource)
                    .isFalse();
            assertThat(chart.may("daemonset", "watch", "", resource, "shop"))
                    .as(resource)
                    .isFalse();
        }
        assertThat(chart.may("operator", "list", "monitoring.bk.tencent.com", "dataids", ""))
                .isTrue();
        var lease = "x-bkm-operator";
        for (var verb : List.of("get", "patch")) {
            assertThat(chart.may("operator", verb, "coordination.k8s.io", "leases", Chart.NAMESPACE, lease))
                    .isTrue();
            assertThat(chart.may("operator", verb, "coordination.k8s.io", "leases", Chart.NAMESPACE, "another"))
                    .isFalse();
            assertThat(chart.may("operator", verb, "coordination.k8s.io", "leases", "shop", lease))
                    .isFalse();
            assertThat(chart.may("statefulset", verb, "coordination.k8s.io", "leases", Chart.NAMESPACE, lease))
                    .isFalse();
        }
        assertThat(chart.may("operator", "update", "apps", "statefulsets/scale", Chart.NAMESPACE))
                .isFalse();
        assertThat(chart.may("operator", "get", "", "nodes/metrics", "")).isFalse();
        assertThat(chart.may("operator", "patch", "monitoring.coreos.com", "servicemonitors/status", "shop"))
                .isTrue();
        assertThat(chart.may("operator", "patch", "monitoring.coreos.com", "servicemonitors", "shop"))
                .isFalse();
        assertThat(chart.may("operator", "create", "events.k8s.io", "events", "shop"))
                .isTrue();
        assertThat(chart.may("daemonset", "create", "events.k8s.io", "events", "shop"))
                .isFalse();
        for (var member : List.of("operator", "daemonset", "statefulset")) {
            assertThat(chart.may(member, "list", "", "pods", Chart.NAMESPACE))
                    .as("to find the contact points")
                    .isTrue();
        }
        assertThat(chart.may("statefulset", "list", "", "secrets", Chart.NAMESPACE))
                .isFalse();
        assertThat(chart.may("cluster-metrics", "get", "", "nodes/metrics", "")).isTrue();
        assertThat(chart.may("cluster-metrics", "list", "", "pods", Chart.NAMESPACE))
                .isFalse();
    }

    @Test
    void holdsItsLeaseWithItsOwnToken() throws Exception {
        chart.install();
        var root = ConfigFactory.parseMap(Map.of(
                        "bkm.kubernetes.kubeconfig",
                        chart.operatorsKubeconfig().toString(),
                        "bkm.lease.namespace",
                        Chart.NAMESPACE,
                        "bkm.lease.name",
                        "x-bkm-operator"))
                .withFallback(ConfigFactory.load());
        var settings = LeaseSettings.from(root);
        var client = KubernetesClients.create(KubernetesSettings.from(root), new KubernetesCounters());
        try (var store = new KubernetesLeaseStore(client, settings)) {
            var now = Instant.EPOCH;
            var made = store.create(new LeaseRecord("first", 1, now, now, settings.duration()));
            var taken = store.replace(made, new LeaseRecord("second", 2, now, now, settings.duration()));
            assertThat(store.read()).contains(taken);
        }
    }

    @Test
    void watchesAllThatItNeedsWithItsOwnToken() throws Exception {
        chart.install();
        assertThat(problemsOfSource()).isEmpty();
    }

    @Test
    void watchesAllThatItNeedsInFewNamespacesWithItsOwnToken() throws Exception {
        chart.install("--set", "namespaces={shop}");

        assertThat(problemsOfSource(Chart.NAMESPACE, "shop")).isEmpty();
    }

    @Test
    void tellsOnMonitorsWithItsOwnToken() throws Exception {
        chart.install();
        tellsOnMonitors();
    }

    @Test
    void tellsOnMonitorsInFewNamespacesWithItsOwnToken() throws Exception {
        chart.install("--set", "namespaces={shop}");
        tellsOnMonitors(Chart.NAMESPACE, "shop");
    }

    /** A binding where the CRD has a status, an Event where it has none, and no refusal. */
    private static void tellsOnMonitors(String... namespaces) throws Exception {
        var config = config(namespaces);
        var settings = StatusSettings.from(ConfigFactory.parseString("bkm.status { mode = on, interval = 100ms }")
                .withFallback(config));
        var expansion = ExpansionSettings.from(config);
        var kubernetes = KubernetesSettings.from(config);
        var counters = new StatusCounters();
        var following = StatusWriter.beside(
                Following.NOBODY,
                settings,
                expansion,
                kubernetes,
                "member-0",
                counters,
                () -> KubernetesClients.create(kubernetes, new KubernetesCounters()));
        try (var source = new KubernetesSource(
                        kubernetes,
                        new KubernetesCounters(),
                        resources -> MonitorSelection.counting(resources, expansion),
                        ReferringSettings.NONE);
                var writer = following.followers().getFirst().get()) {
            source.start(resources -> writer.follow(
                    new Holdings(resources, Expansion.expand(resources, expansion), List.of(), List.of(), true)));

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> counters.bindings() > 0 && counters.events() > 0 && counters.waiting() == 0);
        }
        assertThat(counters.failed()).isZero();
    }

    /** What the operator's own source of resources cannot read as the operator's account. */
    private static List<Resources.Problem> problemsOfSource(String... namespaces) throws Exception {
        var settings = KubernetesSettings.from(config(namespaces));
        var first = new CompletableFuture<Resources>();
        var expansion = ExpansionSettings.from(ConfigFactory.load());
        try (var source = new KubernetesSource(
                settings,
                new KubernetesCounters(),
                resources -> MonitorSelection.counting(resources, expansion),
                ReferringSettings.NONE)) {
            source.start(first::complete);
            var resources = first.get(2, TimeUnit.MINUTES);
            assertThat(resources.serviceMonitors()).isNotEmpty();
            assertThat(resources.scrapeConfigs()).isNotEmpty();
            return resources.problems();
        }
    }

    private static Config config(String... namespaces) throws IOException {
        return ConfigFactory.parseMap(Map.of(
                        "bkm.kubernetes.kubeconfig", chart.operatorsKubeconfig().toString(),
                        "bkm.kubernetes.namespaces", List.of(namespaces)))
                .withFallback(ConfigFactory.load());
    }

    @Test
    void needsNoRightInTheWholeClusterWhereItLooksIntoFewNamespaces() {
        chart.install(
                "--set",
                "namespaces={shop},rbac.clusterResources=false,rbac.clusterMetrics=false,monitors.enabled=false");

        assertThat(chart.may("operator", "watch", "", "pods", "shop")).isTrue();
        assertThat(chart.may("operator", "watch", "", "secrets", "shop")).isTrue();
        assertThat(chart.may("operator", "watch", "monitoring.coreos.com", "servicemonitors", Chart.NAMESPACE))
                .isTrue();
        assertThat(chart.may("operator", "list", "", "pods", "")).isFalse();
        assertThat(chart.may("operator", "list", "", "secrets", "kube-system")).isFalse();
        assertThat(chart.may("operator", "list", "", "nodes", "")).isFalse();
        assertThat(chart.admin().rbac().clusterRoleBindings().list().getItems())
                .noneMatch(binding -> binding.getMetadata().getName().contains("x-bkm"));
    }

    @Test
    void writesSecretsOfOldWorkersScaleAndKubeletServiceOnlyWhereAsked() {
        chart.install(
                "--set",
                "mirror.mode=on,autoscaling.enabled=true,monitors.kubelet.discovery=service,rbac.references=false");

        assertThat(chart.may("operator", "update", "", "secrets", "bkmonitor-operator"))
                .isTrue();
        assertThat(chart.may("operator", "update", "", "secrets", Chart.NAMESPACE))
                .isFalse();
        assertThat(chart.may("operator", "list", "", "secrets", "shop")).isFalse();
        assertThat(chart.may("operator", "update", "apps", "statefulsets/scale", Chart.NAMESPACE, "x-bkm-statefulset"))
                .isTrue();
        assertThat(chart.may("operator", "update", "apps", "statefulsets/scale", Chart.NAMESPACE, "other"))
                .isFalse();
        assertThat(chart.may("operator", "create", "discovery.k8s.io", "endpointslices", "kube-system"))
                .isTrue();
        assertThat(chart.may("operator", "create", "", "services", "shop")).isFalse();
        assertThat(chart.may("operator", "watch", "", "secrets", Chart.NAMESPACE, "x-bkm-cluster-metrics"))
                .isTrue();
    }
}

package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.resources.kubernetes.ReferringSettings;
import io.bkm.actors.status.StatusCounters;
import io.bkm.actors.status.StatusSettings;
import io.bkm.actors.status.StatusWriter;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart at a real API server: installed, changed, and with no more rights than its values ask for. */
class ChartIT {

    private static final String VALUES = "src/test/resources/chart/upgrade.yaml";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .build();

    @TempDir
    private static Path folder;

    private static RealKubernetes api;
    private static KubernetesClient admin;
    private static Chart helm;

    private boolean installed;

    @BeforeAll
    static void start() throws IOException {
        var chart = Chart.orSkip();
        var binaries = RealKubernetes.binaries();
        assumeTrue(
                binaries.isPresent(), "no etcd and kube-apiserver here (BKM_KUBERNETES): the chart is not installed");
        api = RealKubernetes.start(binaries.get(), folder);
        admin = api.client();
        helm = chart.at(kubeconfig("admin", RealKubernetes.ADMIN));
        for (var name : List.of("mon", "shop", "bkmonitor-operator")) {
            admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        if (api != null) {
            api.close();
        }
    }

    @AfterEach
    void uninstall() {
        if (installed) {
            helm("uninstall", "x", "--namespace", Chart.NAMESPACE);
        }
    }

    @Test
    void keepsSelectorsAndCertificateWhenValuesChange() {
        install();
        var selectors = selectors();
        var certificate = admin.secrets()
                .inNamespace(Chart.NAMESPACE)
                .withName("x-bkm-members-tls")
                .get()
                .getData();

        helm("upgrade", "x", Chart.FOLDER.toString(), "--namespace", Chart.NAMESPACE, "-f", VALUES);

        assertThat(selectors()).hasSize(4).containsAllEntriesOf(selectors);
        assertThat(selectors).hasSize(3);
        assertThat(certificate).containsOnlyKeys("ca.crt", "tls.crt", "tls.key");
        assertThat(admin.secrets()
                        .inNamespace(Chart.NAMESPACE)
                        .withName("x-bkm-members-tls")
                        .get()
                        .getData())
                .isEqualTo(certificate);
    }

    @Test
    void isTakenByServerSideApplyWithEverythingOn() {
        var objects = Chart.orSkip()
                .template(
                        "-f",
                        VALUES,
                        "--set=autoscaling.enabled=true,mirror.mode=on,monitors.kubelet.discovery=service",
                        "--include-crds");
        var others = objects.stream().filter(object -> !isCrd(object)).toList();

        objects.stream().filter(ChartIT::isCrd).forEach(ChartIT::apply);
        admin.apiextensions().v1().customResourceDefinitions().resources().forEach(ChartIT::awaitServed);
        try {
            assertThat(others)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(object ->
                            assertThat(apply(object).getMetadata().getUid()).isNotEmpty());
        } finally {
            others.forEach(object -> admin.resource(resource(object)).delete());
        }
    }

    private static boolean isCrd(JsonNode object) {
        return object.path("kind").asText().equals("CustomResourceDefinition");
    }

    private static void awaitServed(Resource<CustomResourceDefinition> crd) {
        crd.waitUntilCondition(
                there -> there.getStatus() != null
                        && there.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("Established")
                                        && condition.getStatus().equals("True")),
                1,
                TimeUnit.MINUTES);
    }

    @Test
    void mayDoWhatItsValuesAskForAndNothingElse() {
        install();

        for (var resource : List.of("pods", "services", "nodes", "namespaces", "endpoints", "secrets", "configmaps")) {
            assertThat(may("operator", "watch", "", resource, "shop"))
                    .as(resource)
                    .isTrue();
            assertThat(may("operator", "update", "", resource, "shop"))
                    .as(resource)
                    .isFalse();
            assertThat(may("operator", "delete", "", resource, Chart.NAMESPACE))
                    .as(resource)
                    .isFalse();
            assertThat(may("daemonset", "watch", "", resource, "shop"))
                    .as(resource)
                    .isFalse();
        }
        assertThat(may("operator", "list", "monitoring.bk.tencent.com", "dataids", ""))
                .isTrue();
        var lease = "x-bkm-operator";
        for (var verb : List.of("get", "patch")) {
            assertThat(may("operator", verb, "coordination.k8s.io", "leases", Chart.NAMESPACE, lease))
                    .isTrue();
            assertThat(may("operator", verb, "coordination.k8s.io", "leases", Chart.NAMESPACE, "another"))
                    .isFalse();
            assertThat(may("operator", verb, "coordination.k8s.io", "leases", "shop", lease))
                    .isFalse();
            assertThat(may("statefulset", verb, "coordination.k8s.io", "leases", Chart.NAMESPACE, lease))
                    .isFalse();
        }
        assertThat(may("operator", "update", "apps", "statefulsets/scale", Chart.NAMESPACE))
                .isFalse();
        assertThat(may("operator", "get", "", "nodes/metrics", "")).isFalse();
        assertThat(may("operator", "patch", "monitoring.coreos.com", "servicemonitors/status", "shop"))
                .isTrue();
        assertThat(may("operator", "patch", "monitoring.coreos.com", "servicemonitors", "shop"))
                .isFalse();
        assertThat(may("operator", "create", "events.k8s.io", "events", "shop")).isTrue();
        assertThat(may("daemonset", "create", "events.k8s.io", "events", "shop"))
                .isFalse();
        for (var member : List.of("operator", "daemonset", "statefulset")) {
            assertThat(may(member, "list", "", "pods", Chart.NAMESPACE))
                    .as("to find the contact points")
                    .isTrue();
        }
        assertThat(may("statefulset", "list", "", "secrets", Chart.NAMESPACE)).isFalse();
        assertThat(may("cluster-metrics", "get", "", "nodes/metrics", "")).isTrue();
        assertThat(may("cluster-metrics", "list", "", "pods", Chart.NAMESPACE)).isFalse();
    }

    @Test
    void holdsItsLeaseWithItsOwnToken() throws Exception {
        install();
        var root = ConfigFactory.parseMap(Map.of(
                        "bkm.kubernetes.kubeconfig",
                        kubeconfig("operator", token()).toString(),
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
        install();
        assertThat(problemsOfSource()).isEmpty();
    }

    @Test
    void watchesAllThatItNeedsInFewNamespacesWithItsOwnToken() throws Exception {
        install("--set", "namespaces={shop}");

        assertThat(problemsOfSource(Chart.NAMESPACE, "shop")).isEmpty();
    }

    @Test
    void tellsOnMonitorsWithItsOwnToken() throws Exception {
        install();
        tellsOnMonitors();
    }

    @Test
    void tellsOnMonitorsInFewNamespacesWithItsOwnToken() throws Exception {
        install("--set", "namespaces={shop}");
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
                        "bkm.kubernetes.kubeconfig",
                                kubeconfig("operator", token()).toString(),
                        "bkm.kubernetes.namespaces", List.of(namespaces)))
                .withFallback(ConfigFactory.load());
    }

    private static Path kubeconfig(String name, String token) throws IOException {
        return Files.writeString(folder.resolve(name), api.kubeconfig(token, api.port()));
    }

    private static String token() {
        return admin.serviceAccounts()
                .inNamespace(Chart.NAMESPACE)
                .withName("x-bkm-operator")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    @Test
    void needsNoRightInTheWholeClusterWhereItLooksIntoFewNamespaces() {
        install(
                "--set",
                "namespaces={shop},rbac.clusterResources=false,rbac.clusterMetrics=false,monitors.enabled=false");

        assertThat(may("operator", "watch", "", "pods", "shop")).isTrue();
        assertThat(may("operator", "watch", "", "secrets", "shop")).isTrue();
        assertThat(may("operator", "watch", "monitoring.coreos.com", "servicemonitors", Chart.NAMESPACE))
                .isTrue();
        assertThat(may("operator", "list", "", "pods", "")).isFalse();
        assertThat(may("operator", "list", "", "secrets", "kube-system")).isFalse();
        assertThat(may("operator", "list", "", "nodes", "")).isFalse();
        assertThat(admin.rbac().clusterRoleBindings().list().getItems())
                .noneMatch(binding -> binding.getMetadata().getName().contains("x-bkm"));
    }

    @Test
    void writesSecretsOfOldWorkersScaleAndKubeletServiceOnlyWhereAsked() {
        install(
                "--set",
                "mirror.mode=on,autoscaling.enabled=true,monitors.kubelet.discovery=service,rbac.references=false");

        assertThat(may("operator", "update", "", "secrets", "bkmonitor-operator"))
                .isTrue();
        assertThat(may("operator", "update", "", "secrets", Chart.NAMESPACE)).isFalse();
        assertThat(may("operator", "list", "", "secrets", "shop")).isFalse();
        assertThat(may("operator", "update", "apps", "statefulsets/scale", Chart.NAMESPACE, "x-bkm-statefulset"))
                .isTrue();
        assertThat(may("operator", "update", "apps", "statefulsets/scale", Chart.NAMESPACE, "other"))
                .isFalse();
        assertThat(may("operator", "create", "discovery.k8s.io", "endpointslices", "kube-system"))
                .isTrue();
        assertThat(may("operator", "create", "", "services", "shop")).isFalse();
        assertThat(may("operator", "watch", "", "secrets", Chart.NAMESPACE, "x-bkm-cluster-metrics"))
                .isTrue();
    }

    private void install(String... arguments) {
        var all = new ArrayList<>(List.of(
                "install",
                "x",
                Chart.FOLDER.toString(),
                "--namespace",
                Chart.NAMESPACE,
                "--set",
                "image.repository=registry.test/bkm"));
        all.addAll(List.of(arguments));
        helm(all.toArray(String[]::new));
        installed = true;
    }

    private static void helm(String... arguments) {
        var answer = helm.helm(List.of(arguments));
        assertThat(answer.code())
                .as("helm %s: %s%s", List.of(arguments), answer.out(), answer.err())
                .isZero();
    }

    private static GenericKubernetesResource apply(JsonNode object) {
        return admin.resource(resource(object)).patch(APPLY);
    }

    private static GenericKubernetesResource resource(JsonNode object) {
        return Serialization.unmarshal(object.toString(), GenericKubernetesResource.class);
    }

    private static Map<String, Map<String, String>> selectors() {
        var selectors = new TreeMap<String, Map<String, String>>();
        var apps = admin.apps();
        apps.deployments()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(workload -> selectors.put(
                        workload.getMetadata().getName(),
                        workload.getSpec().getSelector().getMatchLabels()));
        apps.daemonSets()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(workload -> selectors.put(
                        workload.getMetadata().getName(),
                        workload.getSpec().getSelector().getMatchLabels()));
        apps.statefulSets()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(workload -> selectors.put(
                        workload.getMetadata().getName(),
                        workload.getSpec().getSelector().getMatchLabels()));
        return selectors;
    }

    private static boolean may(String account, String verb, String group, String resource, String namespace) {
        return may(account, verb, group, resource, namespace, "");
    }

    /** @param resource with its subresource; {@code namespace} "" for all of them */
    private static boolean may(
            String account, String verb, String group, String resource, String namespace, String name) {
        var parts = resource.split("/", -1);
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + Chart.NAMESPACE + ":x-bkm-" + account)
                .withGroups("system:serviceaccounts", "system:authenticated")
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .withNamespace(namespace)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build();
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }
}

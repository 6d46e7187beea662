package io.bkm.actors.resources.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.resources.kubernetes.KubernetesCounters.Request;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real API server, where one was built: see {@link RealKubernetes}. Where there is none these tests are skipped and
 * say so; {@link KubernetesSourceTest} is then all there is. Longer than others, as all tests share one server and its
 * hundreds of monitors, which take seconds to make.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KubernetesSourceIT {

    private static final int NAMESPACES = 30;
    private static final int MONITORS = 500;
    private static final String PORT = "{port: http}";
    private static final List<String> NAMESPACED = List.of(
            "CronJob",
            "DaemonSet",
            "Deployment",
            "Endpoints",
            "EndpointSlice",
            "Ingress",
            "Job",
            "Pod",
            "PodMonitor",
            "ReplicaSet",
            "ScrapeConfig",
            "Service",
            "ServiceMonitor",
            "StatefulSet");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RealKubernetes kubernetes;

    @SuppressWarnings("NullAway.Init")
    private static KubernetesClient admin;

    private final KubernetesCounters counters = new KubernetesCounters();
    private final Heard heard = new Heard();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeAll
    static void startKubernetes() throws IOException {
        kubernetes = RealKubernetes.startOrSkip(folder, "on the mock server alone");
        admin = kubernetes.admin();
        TestCrds.installAll(admin);
        for (int i = 0; i < NAMESPACES; i++) {
            var _ = admin.resource(TestObjects.namespace(namespace(i))).create();
        }
        for (int i = 0; i < MONITORS; i++) {
            TestObjects.create(
                    admin,
                    WatchedKind.POD_MONITORS,
                    TestObjects.podMonitor(namespace(i % NAMESPACES), "monitor-" + i, PORT));
        }
    }

    @AfterAll
    static void stopKubernetes() {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        if (admin != null) {
            admin.pods().inAnyNamespace().withGracePeriod(0).delete();
            Awaitility.await()
                    .until(() -> admin.pods().inAnyNamespace().list().getItems().isEmpty());
        }
    }

    @Test
    void fiveHundredMonitorsInThirtyNamespacesShareOneWatchOfEachKind() throws IOException {
        start("");

        assertThat(heard.await(_ -> true).podMonitors()).hasSize(MONITORS);

        assertThat(NAMESPACED)
                .allSatisfy(kind -> assertThat(counters.openWatches()).containsEntry(kind, 1));
        assertThat(counters.openWatches())
                .containsEntry("Node", 1)
                .containsEntry("Namespace", 1)
                .containsEntry("DataID", 1);
        assertThat(watches())
                .isEqualTo(counters.openWatches().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
    }

    @Test
    void whereItIsRestrictedThereIsOneWatchForEachNamespace() throws IOException {
        var names = IntStream.range(0, NAMESPACES)
                .mapToObj(KubernetesSourceIT::namespace)
                .toList();
        start("namespaces = [" + String.join(",", names) + "]");

        assertThat(heard.await(_ -> true).podMonitors()).hasSize(MONITORS);

        assertThat(NAMESPACED)
                .allSatisfy(kind -> assertThat(counters.openWatches()).containsEntry(kind, NAMESPACES));
        assertThat(counters.openWatches()).containsEntry("Node", 1);
    }

    @Test
    void aLostWatchGoesOnWhereItWasAndMissesNoDeletion() throws IOException {
        create(TestObjects.pod(namespace(0), "stays"));
        var line = open(new CuttableLine(kubernetes.port()));
        start("", kubernetes.kubeconfig(RealKubernetes.ADMIN, line.port()));
        heard.await(_ -> true);
        create(TestObjects.pod(namespace(0), "goes")); // a watch that ends before its first event is taken for refused
        heard.await(resources -> pods(resources).equals(List.of("goes", "stays")));
        long lists = counters.requests().getOrDefault(new Request("list", "pods"), 0L);

        line.cut();
        admin.resource(TestObjects.pod(namespace(0), "goes")).withGracePeriod(0).delete();
        create(TestObjects.pod(namespace(0), "new"));
        line.mend();

        heard.await(resources -> pods(resources).equals(List.of("new", "stays")));
        assertThat(counters.requests().getOrDefault(new Request("list", "pods"), 0L))
                .as("lists of pods")
                .isEqualTo(lists);
    }

    @Test
    void afterAResourceVersionIsGoneItListsAgainAndIsNeverEmpty() throws IOException {
        create(TestObjects.pod(namespace(1), "stays"));
        var line = open(new CuttableLine(kubernetes.port()));
        start("", kubernetes.kubeconfig(RealKubernetes.ADMIN, line.port()));
        heard.await(_ -> true);
        create(TestObjects.pod(namespace(1), "goes"));
        heard.await(resources -> pods(resources).equals(List.of("goes", "stays")));
        long lists = counters.requests().getOrDefault(new Request("list", "pods"), 0L);

        line.cut();
        admin.resource(TestObjects.pod(namespace(1), "goes")).withGracePeriod(0).delete();
        kubernetes.restartApiServer();
        line.mend();

        heard.await(resources -> pods(resources).equals(List.of("stays")));
        assertThat(counters.requests().getOrDefault(new Request("list", "pods"), 0L))
                .as("lists of pods")
                .isGreaterThan(lists);
        assertThat(heard.all()).allSatisfy(resources -> {
            assertThat(pods(resources)).contains("stays");
            assertThat(resources.podMonitors()).hasSize(MONITORS);
        });
    }

    @Test
    void whatIsForbiddenForTheWholeIsWatchedByNamespace() throws IOException {
        allowNobody(namespace(2));
        allowNobody(namespace(3));
        start("", kubernetes.kubeconfig(RealKubernetes.NOBODY, kubernetes.port()));

        var seen = heard.await(_ -> true);

        assertThat(seen.podMonitors())
                .isNotEmpty()
                .allSatisfy(
                        monitor -> assertThat(monitor.metadata().namespace()).isIn(namespace(2), namespace(3)));
        assertThat(seen.problems())
                .filteredOn(problem -> problem.kind().equals("PodMonitor"))
                .singleElement()
                .extracting(Problem::reason)
                .asString()
                .startsWith("podmonitors.monitoring.coreos.com is forbidden")
                .endsWith("namespaces more (expected: to list and watch them)");
        assertThat(seen.problems())
                .filteredOn(problem -> problem.kind().equals("Node"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("nodes is forbidden"));
    }

    @Test
    void aKindThatIsNotInstalledIsNoErrorAndIsFoundOnceItIs() throws IOException {
        start("retry-interval = 200ms");
        var before = heard.await(_ -> true);
        assertThat(before.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo("Probe"));

        TestCrds.installProbe(admin);
        TestObjects.create(admin, WatchedKind.PROBES, TestObjects.probe(namespace(4), "shop"));

        var after = heard.await(resources -> resources.probes().size() == 1);
        assertThat(after.problems()).isEmpty();
    }

    @Test
    void asksForTheMetadataAloneOfWhatMadeAPod() throws IOException {
        var job = new io.fabric8.kubernetes.api.model.batch.v1.JobBuilder()
                .withNewMetadata()
                .withNamespace(namespace(5))
                .withName("nightly")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withSpec(TestObjects.pod("", "").getSpec())
                .editSpec()
                .withRestartPolicy("Never")
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        create(job);
        start("");
        heard.await(resources -> names(resources.owners().jobs()).equals(List.of("nightly")));

        job.getMetadata().setName("weekly");
        create(job);

        heard.await(resources -> names(resources.owners().jobs()).equals(List.of("nightly", "weekly")));
    }

    @Test
    void readsBlueKingsWorkloadsWhereTheyAreInstalled() throws IOException {
        start("");
        var before = heard.await(_ -> true);
        assertThat(before.problems())
                .noneSatisfy(problem -> assertThat(problem.kind()).startsWith("Game"));
        TestCrds.installGameStatefulSet(admin);
        var game = new GenericKubernetesResource();
        game.setApiVersion("tkex.tencent.com/v1alpha1");
        game.setKind("GameStatefulSet");
        game.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace(7))
                .withName("game")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Node")
                .withName("n")
                .withUid("u")
                .endOwnerReference()
                .build());
        game.setAdditionalProperty("spec", Map.of("replicas", 3));

        TestObjects.create(admin, WatchedKind.GAME_STATEFUL_SETS, game);

        var after = heard.await(
                resources -> names(resources.owners().gameStatefulSets()).equals(List.of("game")));
        assertThat(after.owners().gameStatefulSets()).singleElement().satisfies(object -> {
            assertThat(object.getKind()).isEqualTo("GameStatefulSet");
            assertThat(object.getAdditionalProperties()).isEmpty();
            assertThat(object.getMetadata().getOwnerReferences()).hasSize(1);
        });
    }

    @Test
    void aSecretIsAskedForByItsNameWhichARoleMayName() throws IOException {
        var shop = namespace(6);
        var secrets = new RoleBuilder()
                .withNewMetadata()
                .withNamespace(shop)
                .withName("login")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames("login")
                .withVerbs("list", "watch")
                .endRule()
                .addNewRule()
                .withApiGroups("", "apps", "batch", "discovery.k8s.io", "networking.k8s.io", "monitoring.coreos.com")
                .withResources(
                        "pods",
                        "services",
                        "endpoints",
                        "endpointslices",
                        "ingresses",
                        "replicasets",
                        "deployments",
                        "statefulsets",
                        "daemonsets",
                        "jobs",
                        "cronjobs",
                        "servicemonitors",
                        "podmonitors",
                        "probes",
                        "scrapeconfigs")
                .withVerbs("list", "watch")
                .endRule()
                .build();
        var binding = new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(shop)
                .withName("login")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "login")
                .addNewSubject("rbac.authorization.k8s.io", "User", "nobody", null)
                .build();
        create(secrets, binding);
        TestObjects.create(
                admin,
                WatchedKind.POD_MONITORS,
                TestObjects.podMonitor(
                        shop,
                        "with-secrets",
                        "{port: http, basicAuth: {username: {name: other, key: user}, password: {name: login, key: password}}}"));
        start("namespaces = [" + shop + "]", kubernetes.kubeconfig(RealKubernetes.NOBODY, kubernetes.port()));
        var before = heard.await(_ -> true);
        assertThat(before.secrets()).isEmpty();
        assertThat(before.problems())
                .filteredOn(problem -> problem.kind().equals("Secret"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.name()).isEqualTo("other"));

        create(TestObjects.secret(shop, "login", "password", "x"), TestObjects.secret(shop, "third", "password", "x"));

        var after = heard.await(resources -> !resources.secrets().isEmpty());
        assertThat(names(after.secrets())).containsExactly("login");
        TestObjects.delete(admin, WatchedKind.POD_MONITORS, shop, "with-secrets");
    }

    private void start(String hocon) throws IOException {
        start(hocon, kubernetes.kubeconfig(RealKubernetes.ADMIN, kubernetes.port()));
    }

    private void start(String hocon, String kubeconfig) throws IOException {
        var file = Files.writeString(Files.createTempFile(folder, "kubeconfig", ""), kubeconfig);
        var settings = KubernetesSettingsTest.settings("settle = 10ms\nkubeconfig = \"" + file + "\"\n" + hocon);
        var source = open(new KubernetesSource(settings, counters, Heard::monitors, ReferringSettings.NONE));
        source.start(heard);
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    /** The right to read all in one namespace, and to see which namespaces there are. */
    private static void allowNobody(String namespace) {
        var role = new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("reader")
                .endMetadata()
                .addNewRule()
                .withApiGroups("*")
                .withResources("*")
                .withVerbs("list", "watch")
                .endRule()
                .build();
        var binding = new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("reader")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reader")
                .addNewSubject("rbac.authorization.k8s.io", "User", "nobody", null)
                .build();
        var cluster = new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("namespaces")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("namespaces")
                .withVerbs("list", "watch")
                .endRule()
                .build();
        var clusterBinding = new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("namespaces")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "namespaces")
                .addNewSubject("rbac.authorization.k8s.io", "User", "nobody", null)
                .build();
        List.of(role, binding, cluster, clusterBinding)
                .forEach(object -> admin.resource(object).createOr(resource -> resource.update()));
    }

    private static void create(HasMetadata... objects) {
        for (var object : objects) {
            var _ = admin.resource(object).create();
        }
    }

    private long watches() {
        return counters.requests().entrySet().stream()
                .filter(entry -> entry.getKey().verb().equals("watch"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static List<String> pods(Resources resources) {
        return names(resources.pods());
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(object -> object.getMetadata().getName()).toList();
    }

    private static String namespace(int i) {
        return "shop-" + i;
    }
}

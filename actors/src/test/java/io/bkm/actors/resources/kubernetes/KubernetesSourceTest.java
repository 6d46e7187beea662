package io.bkm.actors.resources.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.PromSdSettings.SecretRef;
import io.bkm.crds.SecretKeySelector;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On fabric8's API server in memory; what that one has not is in {@link KubernetesSourceIT}. */
@EnableKubernetesMockClient(crud = true)
@Timeout(120)
class KubernetesSourceTest {

    private static final String PORT = "{port: http}";
    /** It tells of every request; held, as loggers that nobody holds forget their level. */
    private static final Logger SERVER_LOG = Logger.getLogger("io.fabric8.mockwebserver.MockWebServer");

    /** Set by the extension. */
    @SuppressWarnings({"NullAway.Init", "unused"})
    private KubernetesClient client;

    private final KubernetesCounters counters = new KubernetesCounters();
    private final Heard heard = new Heard();

    /** Started by every test. */
    @SuppressWarnings("NullAway.Init")
    private KubernetesSource source;

    @BeforeAll
    static void quiet() {
        SERVER_LOG.setLevel(Level.WARNING);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void tellsEverythingAtOnceAndThenEachChange() {
        client.resource(TestObjects.pod("shop", "a")).create();
        TestObjects.create(client, WatchedKind.POD_MONITORS, TestObjects.podMonitor("shop", "web", PORT));
        start("");

        var first = heard.await(_ -> true);
        assertThat(pods(first)).containsExactly("a");
        assertThat(first.podMonitors())
                .singleElement()
                .satisfies(monitor -> assertThat(monitor.metadata().name()).isEqualTo("web"));

        client.resource(TestObjects.pod("shop", "b")).create();
        heard.await(resources -> pods(resources).equals(List.of("a", "b")));
        client.resource(TestObjects.pod("shop", "a")).delete();
        heard.await(resources -> pods(resources).equals(List.of("b")));
    }

    @Test
    void sharesWhatDidNotChangeWithTheSnapshotBefore() {
        client.resource(TestObjects.pod("shop", "a")).create();
        TestObjects.create(client, WatchedKind.POD_MONITORS, TestObjects.podMonitor("shop", "web", PORT));
        start("");
        var before = heard.await(_ -> true);

        client.resource(TestObjects.pod("shop", "b")).create();

        var after = heard.await(resources -> resources.pods().size() == 2);
        assertThat(after.pods().getFirst()).isSameAs(before.pods().getFirst());
        assertThat(after.podMonitors().getFirst()).isSameAs(before.podMonitors().getFirst());
    }

    @Test
    void theHeartbeatOfANodeIsNoChange() {
        client.resource(node("now", "1")).create();
        start("");
        heard.await(resources -> resources.nodes().size() == 1);
        int told = heard.all().size();

        client.resource(node("later", "1")).update();
        client.resource(node("later", "2")).update();

        heard.await(resources -> "2"
                .equals(resources.nodes().getFirst().getMetadata().getLabels().get("rack")));
        assertThat(heard.all()).hasSize(told + 1);
    }

    @Test
    void keepsOfAnObjectWhatDiscoveryReads() {
        var pod = TestObjects.pod("shop", "a");
        pod.getMetadata()
                .setAnnotations(Map.of("kubectl.kubernetes.io/last-applied-configuration", "{}", "team", "web"));
        pod.getSpec().getContainers().getFirst().setCommand(List.of("web"));
        client.resource(pod).create();
        start("");

        var kept = heard.await(resources -> resources.pods().size() == 1).pods().getFirst();

        assertThat(kept.getMetadata().getAnnotations()).containsExactly(Map.entry("team", "web"));
        assertThat(kept.getSpec().getContainers().getFirst().getCommand()).isEmpty();
        assertThat(kept.getSpec().getContainers().getFirst().getPorts()).hasSize(1);
    }

    @Test
    void keepsWhatRelationsReadOfServicesAndIngresses() {
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "web")
                        .withExternalIPs("10.0.0.1")
                        .endSpec()
                        .build())
                .create();
        client.resource(Serialization.unmarshal("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {namespace: shop, name: web}
                spec: {rules: [{http: {paths: [
                  {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}},
                  {path: /x, pathType: Prefix, backend: {resource: {kind: Bucket, name: x}}}]}}]}
                """, Ingress.class)).create();
        start("");

        var told = heard.await(resources ->
                resources.services().size() == 1 && resources.ingresses().size() == 1);

        var service = told.services().getFirst().getSpec();
        assertThat(service.getSelector()).containsExactly(Map.entry("app", "web"));
        assertThat(service.getExternalIPs()).containsExactly("10.0.0.1");
        var paths = told.ingresses()
                .getFirst()
                .getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths();
        assertThat(paths.getFirst().getBackend().getService().getName()).isEqualTo("web");
        assertThat(paths.getLast().getBackend()).isNull();
    }

    @Test
    void judgesAMonitorAsItWouldInAManifestAndKeepsItsLastGoodState() {
        TestObjects.create(client, WatchedKind.POD_MONITORS, TestObjects.podMonitor("shop", "web", PORT));
        start("");
        var good = heard.await(resources -> resources.podMonitors().size() == 1)
                .podMonitors()
                .getFirst();

        TestObjects.update(
                client,
                WatchedKind.POD_MONITORS,
                TestObjects.podMonitor("shop", "web", "{port: http, interval: often}"));

        var now = heard.await(resources -> !resources.problems().isEmpty());
        assertThat(now.podMonitors()).containsExactly(good);
        assertThat(now.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.name()).isEqualTo("web");
            assertThat(problem.reason())
                    .contains("podMetricsEndpoints[0].interval: \"often\"")
                    .endsWith("its last good state stays in use");
        });
    }

    @Test
    void readsThoseSecretsOnlyThatMonitorsReferTo() {
        client.resource(TestObjects.secret("shop", "other", "password", "x")).create();
        TestObjects.create(
                client,
                WatchedKind.POD_MONITORS,
                TestObjects.podMonitor(
                        "shop",
                        "web",
                        "{port: http, basicAuth: {username: {name: login, key: user}, password: {name: login, key: password}}}"));
        start("");
        assertThat(heard.await(_ -> true).secrets()).isEmpty();
        assertThat(counters.openWatches()).containsEntry("Secret", 1);

        client.resource(TestObjects.secret("shop", "login", "password", "x")).create();
        heard.await(resources -> resources.secrets().size() == 1);
        TestObjects.delete(client, WatchedKind.POD_MONITORS, "shop", "web");

        heard.await(resources -> resources.secrets().isEmpty());
        assertThat(counters.openWatches()).containsEntry("Secret", 0);
    }

    @Test
    void reportsWhatIsReferredToBeyondTheLimit() {
        TestObjects.create(
                client,
                WatchedKind.POD_MONITORS,
                TestObjects.podMonitor("shop", "web", "{port: http, bearerTokenSecret: {name: login, key: token}}"));
        start("max-references = 0");

        var told = heard.await(_ -> true);

        assertThat(told.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo("Secret");
            assertThat(problem.reason())
                    .isEqualTo("not read (expected: at most bkm.kubernetes.max-references, 0, that monitors refer to)");
        });
    }

    @Test
    void leavesOutTheNamespacesThatAreDenied() {
        client.resource(TestObjects.pod("shop", "a")).create();
        client.resource(TestObjects.pod("secret", "b")).create();
        start("deny-namespaces = [secret]");

        assertThat(pods(heard.await(_ -> true))).containsExactly("a");
    }

    @Test
    void watchesTheNamedNamespacesOneByOne() {
        client.resource(TestObjects.pod("a", "pod-a")).create();
        client.resource(TestObjects.pod("b", "pod-b")).create();
        client.resource(TestObjects.pod("c", "pod-c")).create();
        start("namespaces = [b, a]");

        assertThat(pods(heard.await(_ -> true))).containsExactly("pod-a", "pod-b");
        assertThat(counters.openWatches()).containsEntry("Pod", 2).containsEntry("Node", 1);
        assertThat(counters.objects()).containsEntry("Pod", 2);
    }

    @Test
    void startsOnlyOnce() {
        start("");

        assertThatThrownBy(() -> source.start(heard)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsThoseToThatSettingsReferTo() {
        client.resource(TestObjects.secret("monitoring", "mesh", "token", "x")).create();
        client.resource(TestObjects.secret("shop", "mesh", "token", "y")).create();
        start("", new ReferringSettings(List.of(new SecretKeySelector("mesh", "token", null)), "monitoring"));

        assertThat(heard.await(_ -> true).secrets())
                .singleElement()
                .satisfies(secret ->
                        assertThat(secret.getMetadata().getNamespace()).isEqualTo("monitoring"));
    }

    @Test
    void readsSecretsThatTheSettingsNameOrSelect() {
        client.resource(secret("infra", "named", Map.of())).create();
        client.resource(secret("infra", "selected", Map.of("scrapes", "yes"))).create();
        client.resource(secret("shop", "selected", Map.of("scrapes", "yes"))).create();
        client.resource(secret("infra", "other", Map.of("scrapes", "no"))).create();

        start(
                "",
                ReferringSettings.NONE,
                List.of(new SecretRef("infra", "named", ""), new SecretRef("infra", "", "scrapes=yes")));

        var first = heard.await(resources -> resources.secrets().size() == 2);
        assertThat(first.secrets())
                .extracting(secret -> secret.getMetadata().getName())
                .containsExactly("named", "selected");
        assertThat(first.secrets().get(1).getMetadata().getLabels()).containsEntry("scrapes", "yes");
        assertThat(counters.openWatches()).containsEntry("Secret", 2);
        client.resource(secret("infra", "selected", Map.of())).delete();
        heard.await(resources -> resources.secrets().size() == 1);
    }

    private static Secret secret(String namespace, String name, Map<String, String> labels) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withData(Map.of("a.yaml", "W10="))
                .build();
    }

    private void start(String hocon) {
        start(hocon, ReferringSettings.NONE);
    }

    private void start(String hocon, ReferringSettings referring) {
        start(hocon, referring, List.of());
    }

    private void start(String hocon, ReferringSettings referring, List<SecretRef> more) {
        source = new KubernetesSource(
                KubernetesSettingsTest.settings("settle = 10ms\n" + hocon),
                counters,
                Heard::monitors,
                referring,
                more,
                client);
        source.start(heard);
    }

    private static List<String> pods(Resources resources) {
        return resources.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private static io.fabric8.kubernetes.api.model.Node node(String heartbeat, String rack) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .withLabels(Map.of("rack", rack))
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastHeartbeatTime(heartbeat)
                .endCondition()
                .endStatus()
                .build();
    }
}

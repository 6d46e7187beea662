package io.bkm.actors.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionCache;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorSelection;
import io.bkm.actors.operator.Holdings;
import io.bkm.actors.resources.kubernetes.KubernetesClients;
import io.bkm.actors.resources.kubernetes.KubernetesCounters;
import io.bkm.actors.resources.kubernetes.KubernetesSettings;
import io.bkm.actors.resources.kubernetes.KubernetesSource;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.resources.kubernetes.ReferringSettings;
import io.bkm.actors.resources.kubernetes.TestObjects;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real API server, where one was built, with the CRDs of prometheus-operator 0.85: that of ServiceMonitor has a status,
 * the others have none.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StatusWriterIT {

    private static final String NAMESPACE = "shop";
    private static final Path CRDS = Path.of("../deploy/chart/charts/prometheus-operator-crds/crds");
    private static final OwnBinding OWN = new OwnBinding("bkm", "own");
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RealKubernetes kubernetes;

    @SuppressWarnings("NullAway.Init")
    private static KubernetesClient admin;

    @BeforeAll
    static void startKubernetes() throws IOException {
        kubernetes = RealKubernetes.startOrSkip(folder, "no status written");
        admin = kubernetes.admin();
        for (var kind : MonitorKind.values()) {
            var file = CRDS.resolve(MonitorKind.GROUP + "_" + kind.plural() + ".yaml");
            var crd = Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
            admin.resource(crd).create();
            RealKubernetes.awaitServed(admin.resource(crd));
        }
        var _ = admin.resource(TestObjects.namespace(NAMESPACE)).create();
    }

    @AfterAll
    static void stopKubernetes() {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void bindsBesideAForeignBindingAndWritesNothingMore() throws IOException {
        var foreign = """
                {"group": "monitoring.coreos.com", "resource": "prometheuses", "name": "k8s", "namespace": "monitoring",
                 "conditions": [{"type": "Accepted", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}
                """;
        create(MonitorKind.SERVICE_MONITOR, "web", "{selector: {}, endpoints: [{port: http}]}");
        patchStatus("web", "{\"status\": {\"bindings\": [" + foreign + "]}}");

        try (var first = new Running()) {
            first.until(() -> OWN.isIn(bindings("web")));

            assertThat(bindings("web")).hasSize(2).first().isEqualTo(MAPPER.readTree(foreign));
            var condition = OWN.in(bindings("web")).orElseThrow();
            assertThat(condition.accepted()).isTrue();
            assertThat(condition.reason()).isEqualTo("NoDataID");
            assertThat(condition.message()).startsWith("no DataID takes its samples; 0 targets; nothing discovered");
            assertThat(condition.observedGeneration()).isEqualTo(1);
            assertThat(Instant.parse(condition.lastTransitionTime()))
                    .isBetween(Instant.now().minus(Duration.ofMinutes(2)), Instant.now());

            var version = monitor("web").getMetadata().getResourceVersion();
            int expansions = first.expansions.get();
            create(MonitorKind.SERVICE_MONITOR, "later", "{selector: {}, endpoints: [{port: http}]}");
            first.until(() -> OWN.isIn(bindings("later")));
            first.writer.round();
            assertThat(first.expansions).as("our own write is no change").hasValue(expansions + 1);
            assertThat(first.statuses.bindings()).isEqualTo(2);
            assertThat(monitor("web").getMetadata().getResourceVersion()).isEqualTo(version);
        }
        try (var next = new Running()) {
            next.until(() -> next.requests("list", "servicemonitors") >= 2);
            next.writer.round();

            assertThat(next.statuses.bindings()).as("after a fail-over").isZero();
            assertThat(next.requests("patch", "servicemonitors")).isZero();
        }
        edit(
                "web",
                "{selector: {}, endpoints: [{port: http, basicAuth: {username: {name: login, key: user}, password: {name: login, key: password}}}]}");
        try (var third = new Running()) {
            third.until(
                    () -> OWN.in(bindings("web")).filter(now -> !now.accepted()).isPresent());

            var condition = OWN.in(bindings("web")).orElseThrow();
            assertThat(condition.reason()).isEqualTo("InvalidConfiguration");
            assertThat(condition.message()).contains("login");
            assertThat(condition.observedGeneration()).isEqualTo(2);
            assertThat(bindings("web")).hasSize(2);
        }
    }

    @Test
    void announcesOnceWhereTheCrdHasNoStatus() throws IOException {
        create(
                MonitorKind.POD_MONITOR,
                "db",
                "{selector: {}, podMetricsEndpoints: [{port: http, scrapeClass: x}, {port: http}]}");
        create(
                MonitorKind.SCRAPE_CONFIG,
                "fixed",
                "{staticConfigs: [{targets: ['a:1', 'b:1']}], basicAuth: {username: {name: login, key: user}, password: {name: login, key: password}}}");
        create(MonitorKind.PROBE, "site", "{prober: {url: 'prober:9115'}, targets: {staticConfig: {static: [shop]}}}");

        for (int i = 0; i < 2; i++) {
            try (var running = new Running()) {
                running.until(() -> events("db").size() == 1
                        && events("fixed").size() == 1
                        && events("site").size() == 1
                        && running.statuses.waiting() == 0);
            }
        }

        var rejected = events("fixed").getFirst();
        assertThat(rejected.getType()).isEqualTo("Warning");
        assertThat(rejected.getReason()).isEqualTo("InvalidConfiguration");
        assertThat(rejected.getMessage()).contains("login");
        assertThat(rejected.getReportingComponent()).isEqualTo("bkm");
        assertThat(rejected.getInvolvedObject().getApiVersion()).isEqualTo("monitoring.coreos.com/v1alpha1");
        assertThat(events("site").getFirst().getMessage()).contains("1 target");
    }

    @Test
    void goesOnWhereItMayNotWrite() throws IOException {
        create(
                MonitorKind.PROBE,
                "closed",
                "{prober: {url: 'prober:9115'}, targets: {staticConfig: {static: [shop]}}}");
        try (var running = new Running();
                var closed = running.writer(RealKubernetes.NOBODY)) {
            running.until(() -> events("closed").size() == 1);
            closed.follow(Objects.requireNonNull(running.latest.get()));

            closed.round();
            long failed = running.statuses.failed();
            closed.round();

            assertThat(failed).as("once for a kind").isBetween(1L, 4L);
            assertThat(running.statuses.failed()).as("not tried again").isEqualTo(failed);
        }
    }

    /** What an operator does for it: resources from the API, expanded, and told on. */
    private static final class Running implements AutoCloseable {

        private final KubernetesCounters counters = new KubernetesCounters();
        private final StatusCounters statuses = new StatusCounters();
        private final AtomicInteger expansions = new AtomicInteger();
        private final ExpansionSettings expansion = ExpansionSettings.from(ConfigFactory.load());
        private final AtomicReference<@Nullable Holdings> latest = new AtomicReference<>();
        private final StatusWriter writer = writer(RealKubernetes.ADMIN);
        private final KubernetesSource source;

        Running() throws IOException {
            source = new KubernetesSource(
                    settings(RealKubernetes.ADMIN),
                    counters,
                    resources -> MonitorSelection.counting(resources, expansion),
                    ReferringSettings.NONE);
            var cache = new ExpansionCache();
            source.start(resources -> {
                expansions.incrementAndGet();
                var expanded = Expansion.expand(resources, expansion, cache);
                var holdings = new Holdings(resources, expanded, List.of(), List.of(), true);
                latest.set(holdings);
                writer.follow(holdings);
            });
        }

        private StatusWriter writer(String token) throws IOException {
            var store = new KubernetesMonitorStore(
                    KubernetesClients.create(settings(token), counters), List.of(), "member-0");
            return new StatusWriter(
                    StatusSettingsTest.from(""), expansion, OWN.namespace(), store, statuses, Instant::now);
        }

        private static KubernetesSettings settings(String token) throws IOException {
            var file = Files.writeString(
                    Files.createTempFile(folder, "kubeconfig", ""), kubernetes.kubeconfig(token, kubernetes.port()));
            return KubernetesSettings.from(
                    ConfigFactory.parseString("bkm.kubernetes { kubeconfig = \"" + file + "\", settle = 10ms }")
                            .withFallback(ConfigFactory.load()));
        }

        void until(Callable<Boolean> holds) {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                writer.round();
                return holds.call();
            });
        }

        long requests(String verb, String resource) {
            return counters.requests().getOrDefault(new KubernetesCounters.Request(verb, resource), 0L);
        }

        @Override
        public void close() {
            source.close();
            writer.close();
        }
    }

    private static void create(MonitorKind kind, String name, String spec) {
        var _ = admin.resource(object(kind, name, spec)).create();
    }

    private static void edit(String name, String spec) {
        var object = object(MonitorKind.SERVICE_MONITOR, name, spec);
        object.getMetadata().setResourceVersion(monitor(name).getMetadata().getResourceVersion());
        var _ = admin.resource(object).update();
    }

    private static GenericKubernetesResource object(MonitorKind kind, String name, String spec) {
        return Serialization.unmarshal(
                """
                apiVersion: %s
                kind: %s
                metadata: {namespace: %s, name: %s}
                spec: %s
                """.formatted(kind.apiVersion(), kind.kind(), NAMESPACE, name, spec), GenericKubernetesResource.class);
    }

    private static GenericKubernetesResource monitor(String name) {
        return admin.genericKubernetesResources(MonitorKind.SERVICE_MONITOR.definition())
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    private static void patchStatus(String name, String patch) {
        var _ = admin.genericKubernetesResources(MonitorKind.SERVICE_MONITOR.definition())
                .inNamespace(NAMESPACE)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private static List<JsonNode> bindings(String name) {
        JsonNode object = MAPPER.valueToTree(monitor(name));
        return object.at("/status/bindings").valueStream().toList();
    }

    /** As {@code kubectl describe} asks for them. */
    private static List<Event> events(String name) {
        return admin.v1()
                .events()
                .inNamespace(NAMESPACE)
                .withField("involvedObject.name", name)
                .list()
                .getItems();
    }
}

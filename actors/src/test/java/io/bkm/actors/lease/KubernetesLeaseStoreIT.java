package io.bkm.actors.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.resources.kubernetes.KubernetesClients;
import io.bkm.actors.resources.kubernetes.KubernetesCounters;
import io.bkm.actors.resources.kubernetes.KubernetesSettings;
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.resources.kubernetes.TestObjects;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Lease on a real API server, with a duration that a test can wait for. */
class KubernetesLeaseStoreIT {

    private static final String NAMESPACE = "bkm";
    private static final LeaseSettings SETTINGS =
            new LeaseSettings("bkm-operator", NAMESPACE, Duration.ofSeconds(4), Duration.ofSeconds(1));
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ActorTestKit kit;

    @SuppressWarnings("NullAway.Init")
    private static RealKubernetes kubernetes;

    @SuppressWarnings("NullAway.Init")
    private static KubernetesClient admin;

    private final Member first = new Member("10.0.0.1:7355", 1);
    private final Member second = new Member("10.0.0.2:7355", 2);

    @BeforeAll
    static void start() throws IOException {
        kubernetes = RealKubernetes.startOrSkip(folder, "Leases not tried");
        kit = ActorTestKit.create();
        Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig(RealKubernetes.ADMIN, kubernetes.port()));
        admin = kubernetes.admin();
        var _ = admin.resource(TestObjects.namespace(NAMESPACE)).create();
    }

    @AfterAll
    static void stop() {
        if (kubernetes != null) {
            kubernetes.close();
            kit.shutdownTestKit();
        }
    }

    @AfterEach
    void kill() {
        first.kill();
        second.kill();
        var _ = admin.leases().inNamespace(NAMESPACE).delete();
    }

    @Test
    void isHeldByOneAndTakenByTheOtherWhenThatIsGone() {
        assertThat(first.acquire()).isTrue();
        assertThat(second.acquire()).isFalse();
        var acquired = lease();
        assertThat(acquired.getSpec().getHolderIdentity()).isEqualTo("10.0.0.1:7355_1");
        assertThat(acquired.getSpec().getLeaseTransitions()).isEqualTo(1);
        assertThat(acquired.getSpec().getLeaseDurationSeconds()).isEqualTo(4);

        await().atMost(LONGEST)
                .until(() -> lease().getSpec()
                        .getRenewTime()
                        .isAfter(acquired.getSpec().getRenewTime().plusSeconds(5)));
        assertThat(second.acquire()).isFalse();
        assertThat(lease().getSpec().getAcquireTime())
                .isEqualTo(acquired.getSpec().getAcquireTime());

        first.kill();
        await().atMost(LONGEST).until(second::acquire);
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("10.0.0.2:7355_2");
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(2);
        assertThat(second.begin()).isEqualTo(2);
        assertThat(second.begin()).isEqualTo(3);
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(3);
    }

    @Test
    void isGivenBack() {
        assertThat(first.acquire()).isTrue();
        assertThat(first.release()).isTrue();

        assertThat(second.acquire()).isTrue();

        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(2);
        assertThat(first.losses).hasValue(0);
    }

    @Test
    void keepsWhatOthersWroteIntoIt() {
        assertThat(first.acquire()).isTrue();
        var _ = admin.leases()
                .inNamespace(NAMESPACE)
                .withName(SETTINGS.name())
                .edit(lease -> new LeaseBuilder(lease)
                        .editMetadata()
                        .addToLabels("team", "monitoring")
                        .endMetadata()
                        .build());
        var written = lease();

        await().atMost(LONGEST)
                .until(() -> lease().getSpec()
                        .getRenewTime()
                        .isAfter(written.getSpec().getRenewTime().plusSeconds(2)));

        assertThat(lease().getMetadata().getLabels()).isEqualTo(Map.of("team", "monitoring"));
        assertThat(first.losses).hasValue(0);
    }

    @Test
    void refusesOneWhoComesLate() throws IOException {
        try (var store = store();
                var other = store()) {
            var created = store.create(LeaseRecord.first("a", SETTINGS, Instant.now()));
            assertThatThrownBy(() -> other.create(LeaseRecord.first("b", SETTINGS, Instant.now())))
                    .isInstanceOf(LeaseStore.Overtaken.class);
            var renewed = store.replace(created, created.record().renewed(0, SETTINGS, Instant.now()));
            assertThatThrownBy(() -> other.replace(created, created.record().taken("b", SETTINGS, Instant.now())))
                    .isInstanceOf(LeaseStore.Overtaken.class);
            assertThat(other.read()).contains(renewed);
            var _ = admin.leases().inNamespace(NAMESPACE).delete();
            assertThatThrownBy(() -> store.replace(renewed, renewed.record().renewed(0, SETTINGS, Instant.now())))
                    .isInstanceOf(LeaseStore.Overtaken.class);
            assertThat(other.read()).isEmpty();
        }
    }

    @Test
    void isLostWithAnApiServerThatStaysAway() throws IOException {
        assertThat(first.acquire()).isTrue();

        kubernetes.stopApiServer();
        await().atMost(LONGEST).until(() -> first.losses.get() == 1);
        assertThat(first.held).isFalse();

        kubernetes.restartApiServer();
        await().atMost(LONGEST).until(second::acquire);
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(2);
        assertThat(first.acquire()).isFalse();
    }

    /** As in a pod: the file is written anew long before the token in it ends; here the old one ends at once. */
    @Test
    void goesOnWithTheTokenThatIsInItsFileNow() throws IOException {
        var pod = Map.of(
                "KUBERNETES_SERVICE_HOST",
                "127.0.0.1",
                "KUBERNETES_SERVICE_PORT",
                "" + kubernetes.port(),
                "kubernetes.auth.tryKubeConfig",
                "false",
                "kubernetes.certs.ca.file",
                Files.writeString(folder.resolve("ca"), kubernetes.authority()).toString(),
                "kubernetes.auth.serviceAccount.token",
                folder.resolve("token").toString());
        var tokens = new AccountTokens(admin, NAMESPACE, SETTINGS.name());
        pod.forEach(System::setProperty);
        try {
            Files.writeString(folder.resolve("token"), tokens.issue("old"));
            var inPod = KubernetesSettings.from(ConfigFactory.defaultReference());
            var client = KubernetesClients.create(inPod, new KubernetesCounters(), Duration.ofSeconds(10));
            try (var store = new KubernetesLeaseStore(client, SETTINGS)) {
                var made = store.create(LeaseRecord.first("a", SETTINGS, Instant.now()));

                Files.writeString(folder.resolve("token"), tokens.issue("new"));
                tokens.end("old");

                var _ = store.replace(made, made.record().renewed(0, SETTINGS, Instant.now()));
            }
        } finally {
            pod.keySet().forEach(System::clearProperty);
        }
    }

    private static Lease lease() {
        return admin.leases().inNamespace(NAMESPACE).withName(SETTINGS.name()).require();
    }

    private static KubernetesLeaseStore store() {
        var settings = KubernetesSettings.from(
                ConfigFactory.parseString("bkm.kubernetes.kubeconfig = \"" + folder.resolve("kubeconfig") + "\"")
                        .withFallback(ConfigFactory.defaultReference()));
        return new KubernetesLeaseStore(
                KubernetesClients.create(settings, new KubernetesCounters(), SETTINGS.renewInterval()), SETTINGS);
    }

    private static final class Member {

        private final AtomicInteger losses = new AtomicInteger();
        private final AtomicBoolean held = new AtomicBoolean();
        private final ActorRef<LeaseKeeper.Command> keeper;

        Member(String address, long life) {
            var attempts = new Attempts(
                    store(), SETTINGS, new Holder(address, life), InstantSource.system(), System::nanoTime);
            keeper = kit.spawn(LeaseKeeper.create(attempts, held));
        }

        boolean acquire() {
            var answer = new CompletableFuture<Boolean>();
            keeper.tell(new LeaseKeeper.Acquire(_ -> losses.incrementAndGet(), answer));
            return answer.handle((acquired, failure) -> failure == null && acquired)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }

        boolean release() {
            var answer = new CompletableFuture<Boolean>();
            keeper.tell(new LeaseKeeper.Release(answer));
            return answer.orTimeout(30, TimeUnit.SECONDS).join();
        }

        long begin() {
            var answer = new CompletableFuture<Long>();
            keeper.tell(new LeaseKeeper.Begin(0, answer));
            return answer.orTimeout(30, TimeUnit.SECONDS).join();
        }

        /** No more requests: as of a member that is gone. */
        void kill() {
            kit.stop(keeper);
        }
    }
}

package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.resources.kubernetes.TestAccount;
import io.bkm.actors.resources.kubernetes.TestObjects;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members in JVMs of their own that find each other through a real API server's list of pods, with the rights of a
 * service account that has no others. Each has a loopback address of its own, as pods have.
 */
class KubernetesClusterIT {

    private static final String NAMESPACE = "bkm";
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    @Test
    void formsAClusterTakesOverTheOperatorAndScrapesWithoutTheApiServer() throws Exception {
        try (var exporter = CountingExporter.start();
                var kubernetes = RealKubernetes.startOrSkip(
                        Files.createDirectory(folder.resolve("kubernetes")), "members not tried in Kubernetes");
                var client = kubernetes.client()) {
            prepare(client);
            Files.writeString(folder.resolve("ca.crt"), kubernetes.authority());
            Files.writeString(
                    Files.createDirectory(folder.resolve("manifests")).resolve("shop.yaml"),
                    TestMember.podOnANode(exporter.port()));
            try (var spread = member(kubernetes, "spread", "127.0.0.2", "statefulset", "");
                    var first = member(kubernetes, "first", "127.0.0.3", "operator", "");
                    var second = member(kubernetes, "second", "127.0.0.4", "operator", "");
                    var node = member(kubernetes, "node", "127.0.0.5", "daemonset", "node-a")) {
                eventually("four members").until(() -> spread.membersUp() == 4);
                eventually("a target on its node").until(() -> isScrapedBy(spread, "127.0.0.5"));

                boolean firstHolds = lease(client).getHolderIdentity().contains("127.0.0.3");
                long epoch = epoch(spread);
                assertThat(lease(client).getLeaseTransitions()).isEqualTo(Math.toIntExact(epoch));
                (firstHolds ? first : second).kill();
                eventually("another operator").until(() -> epoch(spread) > epoch);
                assertThat(lease(client).getHolderIdentity()).contains(firstHolds ? "127.0.0.4" : "127.0.0.3");

                kubernetes.stopApiServer();
                node.kill();
                long before = exporter.count(TestMember.POD_PATH);
                try (var again = member(kubernetes, "node", "127.0.0.5", "daemonset", "node-a")) {
                    eventually("scrapes from the checkpoint")
                            .until(() -> exporter.count(TestMember.POD_PATH) > before + 1);
                    eventually("its own answer: nobody").until(() -> again.membersUp() == 0);
                    assertThat(spread.isAlive()).isTrue();

                    kubernetes.restartApiServer();
                    eventually("the node's return").until(() -> spread.membersUp() == 3 && again.membersUp() == 3);
                    eventually("its target").until(() -> isScrapedBy(spread, "127.0.0.5"));
                }
            }
        }
    }

    private static ConditionFactory eventually(String what) {
        return await(what).atMost(LONGEST).ignoreExceptionsInstanceOf(IOException.class);
    }

    private static boolean isScrapedBy(ForkedMember asked, String address) throws IOException, InterruptedException {
        JsonNode targets = asked.get("/api/v1/targets").path("data").path("activeTargets");
        return targets.size() == 1
                && targets.get(0).path("owner").asText().startsWith(address + ":")
                && targets.get(0).path("health").asText().equals("up");
    }

    private static long epoch(ForkedMember asked) throws IOException, InterruptedException {
        var state = asked.get("/api/v1/operator");
        return state.path("ready").asBoolean()
                ? state.path("generation").path("epoch").asLong()
                : -1;
    }

    private static LeaseSpec lease(KubernetesClient client) {
        return client.leases()
                .inNamespace(NAMESPACE)
                .withName("bkm-operator")
                .require()
                .getSpec();
    }

    /** The pod of the one contact point, and an account that may look for it and hold the Lease. */
    private void prepare(KubernetesClient client) throws IOException {
        var _ = client.resource(TestObjects.namespace(NAMESPACE)).create();
        // Just what deploy/chart gives: to find the members, and the operator's lease.
        var rights = new ArrayList<>(TestAccount.holding("bkm-operator"));
        rights.add(new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("pods")
                .withVerbs("list")
                .build());
        TestAccount.create(client, NAMESPACE, "bkm", rights);
        var token = client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("bkm")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build());
        Files.writeString(folder.resolve("token"), token.getStatus().getToken());
        var pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("bkm-0")
                        .withNamespace(NAMESPACE)
                        .withLabels(
                                Map.of("app.kubernetes.io/name", "bkm", "app.kubernetes.io/component", "statefulset"))
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node-z")
                        .addNewContainer()
                        .withName("bkm")
                        .withImage("bkm")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP("127.0.0.2")
                .addNewPodIP("127.0.0.2")
                .build());
        var _ = client.resource(pod).updateStatus();
    }

    private ForkedMember member(RealKubernetes kubernetes, String name, String address, String role, String node)
            throws IOException {
        var api = "{ api-ca-path = \"%s\", api-token-path = \"%s\" }"
                .formatted(folder.resolve("ca.crt"), folder.resolve("token"));
        Config settings = ConfigFactory.parseString("""
                bkm {
                  member {
                    roles = [%s], node = "%s", host = "%s", http-host = "%s", port = 17355, management-port = 17626
                    http-port = 17080, discovery = kubernetes, contact-point-namespace = bkm, manifests = ["%s"]
                  }
                  operator.lease = kubernetes
                  lease { namespace = bkm, duration = 8s, renew-interval = 2s }
                  endpoints { state-dir = "%s", alone-after = 2s, wake-interval = 1s, poll-interval = 5s }
                  gse { endpoint = "%s", drain-timeout = 1s }
                }
                pekko.discovery.kubernetes-api %s
                pekko.cluster.split-brain-resolver.stable-after = 5s
                pekko.cluster.split-brain-resolver.down-all-when-unstable = off
                """.formatted(
                        role,
                        node,
                        address,
                        address,
                        folder.resolve("manifests"),
                        folder.resolve(name),
                        folder.resolve("nobody"),
                        api));
        return ForkedMember.start(
                name,
                settings,
                folder,
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "127.0.0.1",
                        "KUBERNETES_SERVICE_PORT",
                        Integer.toString(kubernetes.port()),
                        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                        folder.resolve("token").toString(),
                        "KUBERNETES_CERTS_CA_FILE",
                        folder.resolve("ca.crt").toString(),
                        "KUBERNETES_AUTH_TRYKUBECONFIG",
                        "false"));
    }
}

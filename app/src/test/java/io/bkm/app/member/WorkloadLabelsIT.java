package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.bkm.streams.gse.AgentInfo;
import io.bkm.streams.gse.GseAgent;
import io.bkm.streams.gse.GseAgentSettings;
import io.bkm.streams.gse.ReceivedPacket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a monitor that asks for workloads, and a StatefulSet's pod, to what the agent gets. */
class WorkloadLabelsIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String SERIES = "cpu{namespace=\"shop\",pod_name=\"web-0\"}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private final List<String> workloads = new CopyOnWriteArrayList<>();

    @Test
    void samplesCarryTheWorkloadOfTheirPod() throws Exception {
        var socket = directory.resolve("gse.sock");
        var manifests = Files.createDirectory(directory.resolve("manifests"));
        try (var agent = GseAgent.start(GseAgentSettings.at(socket), agentInfo(), this::received);
                var exporter = CountingExporter.serving(SERIES + " 1\n")) {
            Files.writeString(manifests.resolve("monitor.yaml"), monitor());
            Files.writeString(manifests.resolve("pod.yaml"), pod(exporter.port(), "web"));
            try (var member = MemberRuntime.start(ConfigFactory.parseMap(settings(socket, manifests))
                    .withFallback(ConfigFactory.parseResources("bkm-demo.conf")))) {
                await("the workload").atMost(LONGEST).until(() -> workloads.contains("StatefulSet/web"));
                long number = pods(member, 0);

                Files.writeString(manifests.resolve("pod.yaml"), pod(exporter.port(), "shop"));
                await("the other workload").atMost(LONGEST).until(() -> workloads.contains("StatefulSet/shop"));

                assertThat(pods(member, number)).isGreaterThan(number);
            }
            // No sample went out under a name that it did not keep.
            assertThat(workloads).containsOnly("StatefulSet/web", "StatefulSet/shop");
            assertThat(agent.counts().invalid()).isZero();
        }
    }

    private void received(ReceivedPacket packet) {
        for (var item : packet.json().path("data")) {
            if (item.path("metrics").has("cpu")) {
                var labels = item.path("dimension");
                workloads.add(labels.path("workload_kind").asText() + "/"
                        + labels.path("workload_name").asText());
            }
        }
    }

    /** The number to ask with next. */
    private static long pods(MemberRuntime member, long number) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:%d/pods?all=true&resourceVersion=%d"
                .formatted(member.httpAddress().getPort(), number));
        var text = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        assertThat(text).contains(number == 0 ? "\"name\":\"web-0\"" : "\"pods\":null");
        return Long.parseLong(text.replaceAll(".*\"resourceVersion\":(\\d+).*", "$1"));
    }

    private static String monitor() {
        return """
            apiVersion: monitoring.bk.tencent.com/v1beta1
            kind: DataID
            metadata: {name: custommetricdataid, labels: {usage: metric, isSystem: "false", isCommon: "true"}}
            spec: {dataID: 1500002, labels: {bcs_cluster_id: BCS-K8S-TEST}}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node-a}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: web, namespace: shop}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: shop, namespace: shop}
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: web, namespace: shop, annotations: {relabelRule: v1/workload}}
            spec:
              selector: {matchLabels: {app: web}}
              podMetricsEndpoints:
              - {port: metrics, interval: 1s, scrapeTimeout: 1s, metricRelabelings: [{targetLabel: local, replacement: "1"}]}
            """;
    }

    private static String pod(int port, String owner) {
        return """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-0
              namespace: shop
              labels: {app: web}
              ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: %s, uid: u, controller: true}]
            spec:
              nodeName: node-a
              containers: [{name: web, image: web, ports: [{name: metrics, containerPort: %d}]}]
            status: {phase: Running, podIP: 127.0.0.1, conditions: [{type: Ready, status: "True"}]}
            """.formatted(owner, port);
    }

    private static Map<String, Object> settings(Path socket, Path manifests) throws IOException {
        int management = TestMember.freePort();
        return Map.ofEntries(
                Map.entry("bkm.member.roles", List.of("operator", "statefulset", "daemonset")),
                Map.entry("bkm.member.node", "node-a"),
                Map.entry("bkm.member.port", 0),
                Map.entry("bkm.member.management-port", management),
                Map.entry("bkm.member.contact-points", List.of("127.0.0.1:" + management)),
                Map.entry("bkm.member.http-port", 0),
                Map.entry("bkm.member.manifests", List.of(manifests.toString())),
                Map.entry("bkm.gse.endpoint", socket.toString()),
                Map.entry("bkm.gse.host-ip", "127.0.0.1"));
    }

    private static AgentInfo agentInfo() {
        return new AgentInfo(0, 2, 0, "127.0.0.1", "test", "", "");
    }
}

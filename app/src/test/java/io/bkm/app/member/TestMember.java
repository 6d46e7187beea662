package io.bkm.app.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Settings of members of a test's cluster on loopback. */
final class TestMember {

    static final String POD_PATH = "/metrics";

    private TestMember() {}

    /**
     * @param manifests the operator's folder; nobody answers at the agent's socket, which is said to be in it too
     * @param management its own port
     * @param contact the management port of the member that forms the cluster
     */
    static Config config(Path manifests, List<String> roles, String node, int management, int contact)
            throws IOException {
        return config(ConfigFactory.empty(), manifests, roles, node, management, contact);
    }

    /** @param more settings that win over the others */
    static Config config(Config more, Path manifests, List<String> roles, String node, int management, int contact)
            throws IOException {
        var own = more.withFallback(ConfigFactory.parseMap(Map.of(
                        "roles",
                        roles,
                        "node",
                        node,
                        "port",
                        freePort(),
                        "management-port",
                        management,
                        "contact-points",
                        List.of("127.0.0.1:" + contact),
                        "rejoin-pause",
                        "100ms",
                        "manifests",
                        List.of(manifests.toString())))
                .atPath("bkm.member")
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "bkm.gse.endpoint", manifests.resolve("nobody").toString(), "bkm.gse.drain-timeout", "1s")))
                .withFallback(ConfigFactory.parseResources("bkm-demo.conf")));
        return MemberRuntime.config(own);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** One pod on {@code node-a}, scraped at {@link #POD_PATH} each second. */
    static String podOnANode(int port) {
        return """
            apiVersion: v1
            kind: Node
            metadata: { name: node-a }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop, labels: { app: web } }
            spec:
              nodeName: node-a
              containers: [{ name: web, image: web, ports: [{ name: metrics, containerPort: %d }] }]
            status: { phase: Running, podIP: 127.0.0.1, conditions: [{ type: Ready, status: "True" }] }
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: { name: web, namespace: shop }
            spec:
              selector: { matchLabels: { app: web } }
              podMetricsEndpoints: [{ port: metrics, interval: 1s, scrapeTimeout: 1s }]
            """.formatted(port);
    }
}

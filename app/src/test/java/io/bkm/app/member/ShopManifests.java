package io.bkm.app.member;

/** Resources for tests, to be put one after the other: what an exporter on loopback serves, scraped each second. */
final class ShopManifests {

    /** Begins them: where samples go, and the namespace of the others. */
    static final String BASE = """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            apiVersion: monitoring.bk.tencent.com/v1beta1
            kind: DataID
            metadata: {name: custommetricdataid, labels: {usage: metric, isSystem: "false", isCommon: "true"}}
            spec: {dataID: 1500002, labels: {bcs_cluster_id: BCS-K8S-TEST}}
            """;

    private ShopManifests() {}

    /** A pod on {@code node-a} that has the exporter's port. */
    static String pod(int port) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: shop, namespace: shop, labels: {app: shop}}
                spec:
                  nodeName: node-a
                  containers: [{name: shop, image: shop, ports: [{name: http, containerPort: %d}]}]
                status: {phase: Running, hostIP: 127.0.0.1, podIP: 127.0.0.1, podIPs: [{ip: 127.0.0.1}]}
                """.formatted(port);
    }

    /** The monitor of that pod, with a target at each path. */
    static String podMonitor(Iterable<String> paths) {
        var text = new StringBuilder("""
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: shop, namespace: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  podMetricsEndpoints:
                """);
        paths.forEach(path -> text.append("  - {port: http, path: " + path + ", interval: 1s, scrapeTimeout: 1s}\n"));
        return text.toString();
    }

    /** The exporter itself as a target, on no node. */
    static String scrapeConfig(String name, String path, int port) {
        return """
                ---
                apiVersion: monitoring.coreos.com/v1alpha1
                kind: ScrapeConfig
                metadata: {name: %s, namespace: shop}
                spec: {metricsPath: %s, scrapeInterval: 1s, scrapeTimeout: 1s, staticConfigs: [{targets: ["127.0.0.1:%d"]}]}
                """.formatted(name, path, port);
    }
}

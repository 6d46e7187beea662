package io.bkm.app.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderToolTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: { name: web-0, namespace: shop, labels: { app: web } }
            spec:
              nodeName: node-a
              containers: [{ name: app, image: web, ports: [{ name: http, containerPort: 8080 }] }]
            status: { phase: Running, podIP: 10.0.0.1 }
            ---
            apiVersion: v1
            kind: Node
            metadata: { name: node-a }
            ---
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: { name: web, namespace: shop }
            spec:
              selector: { matchLabels: { app: web } }
              podMetricsEndpoints: [{ port: http, interval: 60s }]
            """;

    private static final String DATA_ID = """
            apiVersion: monitoring.bk.tencent.com/v1beta1
            kind: DataID
            metadata: { name: common, labels: { usage: metric, isCommon: "true" } }
            spec: { dataID: 1001, labels: { bk_biz_id: "2" } }
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysWhatAFolderComesTo() throws IOException {
        Files.writeString(folder.resolve("pod.yaml"), POD);
        Files.writeString(folder.resolve("dataid.yaml"), DATA_ID);

        var answer = render(folder).getFirst();

        ((com.fasterxml.jackson.databind.node.ObjectNode) answer.at("/targets/0")).remove("discovered_labels");
        assertThat(answer).isEqualTo(MAPPER.readTree("""
                {"targets": [{
                  "url": "http://10.0.0.1:8080/metrics",
                  "labels": {"container": "app", "endpoint": "http", "instance": "10.0.0.1:8080", "job": "shop/web",
                             "namespace": "shop", "pod": "web-0"},
                  "job": "podMonitor/shop/web/0",
                  "dataid": 1001,
                  "dimensions": {"bk_biz_id": "2", "bk_endpoint_index": "0",
                                 "bk_endpoint_url": "http://10.0.0.1:8080/metrics", "bk_monitor_name": "web",
                                 "bk_monitor_namespace": "shop", "monitor_type": "PodMonitor"},
                  "placement": {"role": "daemonset", "node": "node-a"},
                  "interval": "1m", "timeout": "10s"}],
                 "rejected": []}
                """));
        assertThat(err.size()).isZero();
    }

    @Test
    void withoutADataIdNothingIsRejected() throws IOException {
        Files.writeString(folder.resolve("pod.yaml"), POD);

        var answer = render(folder).getFirst();

        assertThat(answer.at("/targets/0/dataid").isNull()).isTrue();
        assertThat(answer.at("/targets/0/dimensions")).isEmpty();
        assertThat(answer.at("/targets/0/discovered_labels/__meta_kubernetes_pod_uid")
                        .asText())
                .isEqualTo("<uid>");
        assertThat(answer.at("/rejected")).isEmpty();
    }

    @Test
    void aBrokenManifestIsRejectedWithItsPath() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), "a: [\n");
        Files.writeString(folder.resolve("pod.yaml"), POD.replace("60s", "soon"));

        var rejected = render(folder).getFirst().path("rejected");

        assertThat(rejected).hasSize(2);
        assertThat(rejected.path(0).path("reason").asText()).contains("broken.yaml");
        assertThat(rejected.path(1).path("reason").asText()).contains("pod.yaml", "soon");
        assertThat(rejected.path(1).path("name").asText()).isEqualTo("web");
    }

    @Test
    void answersInTheOrderOfTheFolders() throws IOException {
        var folders = new ArrayList<Path>();
        for (int i = 0; i < 20; i++) {
            folders.add(Files.createDirectory(folder.resolve("folder-" + i)));
            Files.writeString(folders.get(i).resolve("pod.yaml"), POD.replace("10.0.0.1", "10.0.0." + i));
        }

        var urls = render(folders.toArray(Path[]::new)).stream()
                .map(answer -> answer.at("/targets/0/url").asText());

        assertThat(urls).hasSize(20).allMatch(url -> url.startsWith("http://10.0.0."));
        assertThat(render(folders.get(7), folders.get(3))
                        .getFirst()
                        .at("/targets/0/url")
                        .asText())
                .isEqualTo("http://10.0.0.7:8080/metrics");
    }

    private List<JsonNode> render(Path... folders) throws IOException {
        var out = new ByteArrayOutputStream();
        RenderTool.run(
                List.of(folders),
                null,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        var answers = new ArrayList<JsonNode>();
        for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            answers.add(MAPPER.readTree(line));
        }
        return answers;
    }
}

package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bkm.app.tools.RenderTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's built-in monitors, expanded over a cluster as kubeadm makes it. */
class ChartMonitorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> MONITORS = Set.of("ServiceMonitor", "PodMonitor", "ScrapeConfig");

    @TempDir
    private Path folder;

    @Test
    void findEachPartOfTheClusterOnce() throws IOException {
        assertThat(targets())
                .containsExactlyInAnyOrder(
                        "kubelet https://10.0.0.10:10250/metrics on n1",
                        "kubelet https://10.0.0.10:10250/metrics/cadvisor on n1",
                        "kubelet https://10.0.0.10:10250/metrics/probes on n1",
                        "prometheus-node-exporter http://10.0.0.10:9100/metrics on n1",
                        "kube-state-metrics http://10.1.0.3:8080/metrics on n1",
                        "kube-dns http://10.1.0.2:9153/metrics on n1",
                        "kube-proxy http://127.0.0.1:10249/metrics on n1",
                        "kube-controller-manager https://127.0.0.1:10257/metrics on n1",
                        "kube-scheduler https://127.0.0.1:10259/metrics on n1",
                        "etcd http://127.0.0.1:2381/metrics on n1",
                        "apiserver https://10.0.0.10:6443/metrics on any",
                        "bkm http://10.0.0.10:8080/metrics on n1");
    }

    @Test
    void findKubeletsByTheServiceThatTheOperatorKeeps() throws IOException {
        assertThat(targets("--set=monitors.kubelet.discovery=service"))
                .filteredOn(target -> target.startsWith("kubelet "))
                .containsExactlyInAnyOrder(
                        "kubelet https://10.0.0.10:10250/metrics on n1",
                        "kubelet https://10.0.0.10:10250/metrics/cadvisor on n1",
                        "kubelet https://10.0.0.10:10250/metrics/probes on n1");
    }

    @Test
    void doNotForwardToALoopbackThatIsNotTheNodes() throws IOException {
        assertThat(targets("--set=daemonset.hostNetwork=false"))
                .contains("kube-scheduler https://10.0.0.10:10259/metrics on n1");
    }

    private List<String> targets(String... arguments) throws IOException {
        var chart = Chart.orSkip();
        for (var object : chart.template(arguments)) {
            if (MONITORS.contains(object.path("kind").asText())) {
                JSON.writeValue(
                        folder.resolve(object.path("kind").asText()
                                        + object.at("/metadata/name").asText() + ".json")
                                .toFile(),
                        object);
            }
        }
        Files.copy(Path.of("src/test/resources/chart/cluster.yaml"), folder.resolve("cluster.yaml"));
        var answer = render();
        assertThat(answer.path("rejected")).isEmpty();
        var targets = new ArrayList<String>();
        for (var target : answer.path("targets")) {
            assertThat(target.path("dataid").asInt()).as(target.toString()).isEqualTo(1500001);
            targets.add(target.at("/labels/job").asText() + " "
                    + target.path("url").asText() + " on "
                    + target.at("/placement/node").asText().replaceAll("^$", "any"));
        }
        return targets;
    }

    private JsonNode render() throws IOException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        RenderTool.run(
                List.of(folder),
                null,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        return JSON.readTree(out.toString(StandardCharsets.UTF_8));
    }
}

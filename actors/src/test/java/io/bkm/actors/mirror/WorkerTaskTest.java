package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.placement.Placement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class WorkerTaskTest {

    private static final Placement ON_NODE_A = new Placement.OnNode("node-a");

    /** The worked example of specs/bkmonitor-operator.md 3.6 and its appendix. */
    @Test
    void isTheWorkedExample() {
        var task = WorkerTask.of(config("/metrics"), ON_NODE_A, false, false);

        assertThat(config("/metrics").yaml().getBytes(StandardCharsets.UTF_8)).hasSize(856);
        assertThat(task.fileName()).isEqualTo("node-a-10-1-2-3-8080-metrics-6450455253359762418-0");
        assertThat(Long.toUnsignedString(task.hash())).isEqualTo("10004502440004282628");
        assertThat(List.of(2, 3, 5, 10).stream().map(workers -> Long.remainderUnsigned(task.hash(), workers)))
                .containsExactly(0L, 1L, 3L, 8L);
    }

    @Test
    void aNameStaysShortEnoughForAKeyOfASecret() {
        var task = WorkerTask.of(config("/" + "a".repeat(400)), ON_NODE_A, true, false);

        assertThat(task.fileName())
                .hasSize(253)
                .startsWith("node-a-10-1-2-3-8080-aaa")
                .endsWith("-1");
    }

    @Test
    void knowsTheHostOnlyWhereItMatters() {
        assertThat(WorkerTask.of(config("/metrics"), ON_NODE_A, false, true).host())
                .isEqualTo("10.1.2.3");
        assertThat(WorkerTask.of(config("/metrics"), ON_NODE_A, false, false).host())
                .isEmpty();
    }

    @Test
    void showsNoCredentials() {
        assertThat(new ChildConfig.Access("alice", "secret", "", "token").toString())
                .doesNotContain("secret", "token");
        assertThat(new ChildConfig.Material("ca", "cert", "private").toString()).doesNotContain("private");
    }

    private static ChildConfig config(String path) {
        return new ChildConfig(
                "http",
                "10.1.2.3:8080",
                path,
                1572865,
                838346482,
                "30s",
                "10s",
                labels(path),
                "",
                "",
                false,
                false,
                Map.of(),
                "shop",
                ChildConfig.Access.NONE,
                Map.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static SequencedMap<String, String> labels(String path) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("container", "web");
        labels.put("endpoint", "http");
        labels.put("instance", "10.1.2.3:8080");
        labels.put("job", "shop");
        labels.put("monitor_type", "ServiceMonitor");
        labels.put("namespace", "shop");
        labels.put("pod", "shop-0");
        labels.put("service", "shop");
        labels.put("bk_endpoint_url", "http://10.1.2.3:8080" + path);
        labels.put("bk_endpoint_index", "0");
        labels.put("bk_monitor_name", "shop-sm");
        labels.put("bk_monitor_namespace", "shop");
        labels.put("bcs_cluster_id", "BCS-K8S-00000");
        labels.put("bk_biz_id", "2");
        return labels;
    }
}

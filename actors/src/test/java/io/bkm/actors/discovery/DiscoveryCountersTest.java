package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.discovery.DiscoveryCounters.Event;
import io.bkm.actors.resources.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryCountersTest {

    private static final String NAME = "PodMonitor/shop/web/0";
    private static final ExpansionSettings SETTINGS =
            ExpansionSettings.from(ConfigFactory.parseResources("reference.conf"));

    private final DiscoveryCounters counters = new DiscoveryCounters();
    private final ExpansionCache cache = new ExpansionCache(counters);

    @TempDir
    Path folder;

    @Test
    void looksAtAGroupWhenItIsNewAndNotAgain() throws IOException {
        write("dataid.yaml", dataId(1));
        write("monitor.yaml", monitor("30s"));
        write("a.yaml", pod("a", "web"));
        write("b.yaml", pod("b", "other"));
        write("c.yaml", pod("c", "web"));
        var all = Manifests.read(folder);
        expand(all.withPods(all.pods().subList(0, 2)));
        expand(all);

        assertThat(counters.of(Event.STARTED)).isEqualTo(Map.of(NAME, 1L));
        assertThat(counters.of(Event.TARGETS_MADE)).isEqualTo(Map.of(NAME, 2L));
        assertThat(counters.of(Event.GROUPS_DELETED)).isEmpty();
        assertThat(counters.of(Event.STOPPED)).isEmpty();
    }

    @Test
    void countsGroupsThatAreGone() throws IOException {
        write("dataid.yaml", dataId(1));
        write("monitor.yaml", monitor("30s"));
        write("a.yaml", pod("a", "web"));
        var all = Manifests.read(folder);
        expand(all);
        expand(all.withPods(List.of()));

        assertThat(counters.of(Event.GROUPS_DELETED)).isEqualTo(Map.of(NAME, 1L));
    }

    @Test
    void anotherMonitorIsAStopAndAStart() throws IOException {
        write("dataid.yaml", dataId(1));
        write("monitor.yaml", monitor("30s"));
        expand(Manifests.read(folder));
        write("monitor.yaml", monitor("60s"));
        write("dataid.yaml", dataId(2));
        expand(Manifests.read(folder));
        Files.delete(folder.resolve("monitor.yaml"));
        expand(Manifests.read(folder));

        assertThat(counters.of(Event.STARTED)).isEqualTo(Map.of(NAME, 2L));
        assertThat(counters.of(Event.STOPPED)).isEqualTo(Map.of(NAME, 2L));
    }

    private void expand(Resources resources) {
        var _ = Expansion.expand(resources, SETTINGS, cache);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static String dataId(int number) {
        return """
                apiVersion: monitoring.bk.tencent.com/v1beta1
                kind: DataID
                metadata: {name: common, labels: {usage: metric, isCommon: "true"}}
                spec: {dataID: %d}
                """.formatted(number);
    }

    private static String monitor(String interval) {
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {namespace: shop, name: web}
                spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: http, interval: %s}]}
                """.formatted(interval);
    }

    private static String pod(String name, String app) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: shop, name: %s, labels: {app: %s}}
                spec: {nodeName: n1, containers: [{name: c, image: x, ports: [{name: http, containerPort: 80}]}]}
                status: {phase: Running, podIP: 10.0.0.1}
                """.formatted(name, app);
    }
}

package io.bkm.actors.resources.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.kubernetes.KubernetesCounters.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches whose API server goes without a word: no packet comes any more, and none says so. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SilentWatchIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void goOnWhereTheyWere() throws IOException {
        var counters = new KubernetesCounters();
        var heard = new Heard();
        try (var kubernetes = RealKubernetes.startOrSkip(folder, "silence not tried");
                var admin = kubernetes.client();
                var line = new CuttableLine(kubernetes.port())) {
            var _ = admin.resource(TestObjects.namespace("shop")).create();
            var kubeconfig = Files.writeString(
                    folder.resolve("kubeconfig"), kubernetes.kubeconfig(RealKubernetes.ADMIN, line.port()));
            var settings = KubernetesSettingsTest.settings(
                    "settle = 10ms, watch-ping-interval = 500ms, kubeconfig = \"" + kubeconfig + "\"");
            try (var source = new KubernetesSource(settings, counters, Heard::monitors, ReferringSettings.NONE)) {
                source.start(heard);
                heard.await(_ -> true);
                var _ = admin.resource(TestObjects.pod("shop", "before")).create();
                heard.await(resources -> resources.pods().size() == 1);
                long lists = counters.requests().getOrDefault(new Request("list", "pods"), 0L);

                line.silence();
                var _ = admin.resource(TestObjects.pod("shop", "after")).create();

                heard.await(resources -> resources.pods().size() == 2);
                assertThat(counters.requests()).containsEntry(new Request("list", "pods"), lists);
            }
        }
    }
}

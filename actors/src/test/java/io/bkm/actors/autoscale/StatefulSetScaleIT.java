package io.bkm.actors.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.autoscale.ScaledWorkload.Replicas;
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scale of a StatefulSet on a real API server. */
class StatefulSetScaleIT {

    private static final Map<String, String> LABELS = Map.of("app", "bkm");

    @TempDir
    private Path folder;

    @Test
    void readsAndWritesTheScaleAndNothingOfSomebodyElses() throws Exception {
        try (var kubernetes = RealKubernetes.startOrSkip(folder, "scaling not tried");
                var admin = kubernetes.client()) {
            create(admin);
            try (var scale = new StatefulSetScale(kubernetes.client(), settings("bkm"));
                    var missing = new StatefulSetScale(kubernetes.client(), settings("other"))) {
                var seen = scale.read();
                assertThat(seen.replicas()).isEqualTo(2);

                scale.write(seen, 3);
                assertThat(scale.read().replicas()).isEqualTo(3);

                assertThatThrownBy(() -> scale.write(new Replicas(2, seen.version()), 5))
                        .isInstanceOfSatisfying(
                                KubernetesClientException.class,
                                conflict -> assertThat(conflict.getCode()).isEqualTo(409));
                assertThat(scale.read().replicas()).isEqualTo(3);
                assertThatThrownBy(missing::read).hasMessageContaining("other");
            }
        }
    }

    private static AutoscaleSettings settings(String statefulset) {
        return AutoscaleSettings.from(ConfigFactory.parseMap(Map.of(
                        "bkm.autoscale.enabled",
                        true,
                        "bkm.autoscale.namespace",
                        "default",
                        "bkm.autoscale.statefulset",
                        statefulset))
                .withFallback(ConfigFactory.defaultReference()));
    }

    private static void create(KubernetesClient client) {
        var _ = client.resource(new StatefulSetBuilder()
                        .withNewMetadata()
                        .withName("bkm")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(2)
                        .withServiceName("bkm")
                        .withNewSelector()
                        .withMatchLabels(LABELS)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(LABELS)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("bkm")
                        .withImage("bkm")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }
}

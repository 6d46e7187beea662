package io.bkm.actors.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what a real API server takes, and it is taken over from one kind to the other. */
class KubeletEndpointsIT {

    @TempDir
    private Path folder;

    @Test
    void aRealApiServerTakesWhatIsWritten() throws Exception {
        try (var kubernetes = RealKubernetes.startOrSkip(folder, "kubelets not tried");
                var client = kubernetes.client()) {
            write("endpoints", kubernetes, nodes(3));
            assertThat(client.endpoints()
                            .inNamespace("default")
                            .withName("k")
                            .get()
                            .getSubsets())
                    .singleElement()
                    .satisfies(subset -> assertThat(subset.getAddresses()).hasSize(3));

            write("slices", kubernetes, nodes(5));
            assertThat(client.endpoints().inNamespace("default").withName("k").get())
                    .isNull();
            assertThat(addresses(client)).hasSize(5);

            write("slices", kubernetes, nodes(2));
            assertThat(addresses(client)).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
        }
    }

    /** As a new operator would. */
    private static void write(String kind, RealKubernetes kubernetes, List<NodeAddress> nodes) {
        var settings = KubeletSettings.from(ConfigFactory.parseMap(Map.of(
                        "bkm.kubelet.enabled",
                        true,
                        "bkm.kubelet.namespace",
                        "default",
                        "bkm.kubelet.name",
                        "k",
                        "bkm.kubelet.kind",
                        kind,
                        "bkm.kubelet.max-endpoints-per-slice",
                        2))
                .withFallback(ConfigFactory.defaultReference()));
        try (var kubelets =
                new KubeletEndpoints(settings, kubernetes.client(), () -> Instant.ofEpochMilli(1_000_000))) {
            kubelets.follow(nodes);
            kubelets.round();
        }
    }

    private static List<String> addresses(KubernetesClient client) {
        return client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace("default")
                .withLabels(KubeletObjects.LABELS)
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .toList();
    }

    private static List<NodeAddress> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new NodeAddress("node-" + number, "uid-" + number, "10.0.0." + number))
                .toList();
    }
}

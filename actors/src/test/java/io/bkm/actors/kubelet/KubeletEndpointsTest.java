package io.bkm.actors.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.SettingsKeys;
import io.bkm.actors.resources.ManifestReader;
import io.bkm.actors.resources.ManifestSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what bkmonitor-operator wrote (conformance/bkmonitor/secrets, cases 18 and 19). */
@EnableKubernetesMockClient(crud = true)
class KubeletEndpointsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAMESPACE = "kube-system";

    /** Of the mock server, which the extension sets. */
    @SuppressWarnings({"NullAway.Init", "unused"})
    private KubernetesClient client;

    private final AtomicLong now = new AtomicLong(1_000_000);

    @ParameterizedTest
    @CsvSource({"18-kubelet-endpoints, endpoints, 100", "19-kubelet-endpointslices, slices, 2"})
    void writesWhatTheOriginalWrote(String folder, String kind, int max) throws Exception {
        var recorded = recorded(folder);

        var kubelets = kubelets(
                "name = bkmonitor-operator-stack-kubelet, kind = " + kind + ", max-endpoints-per-slice = " + max);
        kubelets.follow(NodeAddress.of(
                ManifestReader.read(List.of(recorded.resolve("manifests")), ManifestSettings.from(DEFAULTS))
                        .nodes()));
        kubelets.round();

        var written = new TreeMap<String, JsonNode>();
        for (var object : everything()) {
            written.put(object.getKind() + "-" + object.getMetadata().getName() + ".json", comparable(json(object)));
        }
        var expected = new TreeMap<String, JsonNode>();
        try (var files = Files.list(recorded.resolve("objects"))) {
            for (var file : files.toList()) {
                expected.put(file.getFileName().toString(), comparable((ObjectNode) JSON.readTree(file.toFile())));
            }
        }
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void takesAwayItsObjectsOfTheOtherKindAndOfAnotherName() {
        var first = kubelets("kind = endpoints");
        first.follow(addresses(1, 2));
        first.round();
        var _ = client.resource(new ServiceBuilder(new KubeletObjects(NAMESPACE, "older").service()).build())
                .create();

        var second = kubelets("kind = slices, max-endpoints-per-slice = 1");
        second.follow(addresses(1, 2));
        second.round();

        assertThat(everything().stream()
                        .map(object ->
                                object.getKind() + " " + object.getMetadata().getName()))
                .containsExactlyInAnyOrder("Service k", "EndpointSlice k-0", "EndpointSlice k-1");
    }

    @Test
    void writesNothingWhenNothingChangedAndMendsAtTheResync() {
        var kubelets = kubelets("kind = slices");
        kubelets.follow(addresses(1, 2));
        kubelets.round();
        var _ = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(NAMESPACE)
                .withName("k-0")
                .delete();

        kubelets.follow(addresses(1, 2));
        kubelets.round();
        assertThat(everything()).hasSize(1);

        now.addAndGet(180_000);
        kubelets.round();
        assertThat(everything()).hasSize(2);
    }

    @Test
    void keepsTheTwoFamiliesApart() {
        var kubelets = kubelets("kind = slices");
        kubelets.follow(List.of(new NodeAddress("a", "1", "10.0.0.1"), new NodeAddress("b", "2", "fd00::1")));
        kubelets.round();

        assertThat(client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems())
                .extracting(slice -> slice.getMetadata().getName() + " " + slice.getAddressType())
                .containsExactlyInAnyOrder("k-0 IPv4", "k-ipv6-0 IPv6");
    }

    @Test
    void hasExactlyTheKeysOfItsSection() {
        assertThat(SettingsKeys.of(KubeletSettings.class)).isEqualTo(SettingsKeys.in(DEFAULTS, "bkm.kubelet"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("kind = both"))
                .withMessage("bkm.kubelet.kind: \"both\" (expected: slices or endpoints)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("max-endpoints-per-slice = 1001"))
                .withMessage("bkm.kubelet.max-endpoints-per-slice: 1001 (expected: 1 to 1000)");
    }

    private KubeletEndpoints kubelets(String settings) {
        return new KubeletEndpoints(settings(settings), client, () -> Instant.ofEpochMilli(now.get()));
    }

    private static KubeletSettings settings(String text) {
        return KubeletSettings.from(
                ConfigFactory.parseString("bkm.kubelet { enabled = true, name = k, resync = 3m, " + text + " }")
                        .withFallback(DEFAULTS));
    }

    private List<HasMetadata> everything() {
        var all = new ArrayList<HasMetadata>();
        all.addAll(client.services().inNamespace(NAMESPACE).list().getItems());
        all.addAll(client.endpoints().inNamespace(NAMESPACE).list().getItems());
        all.addAll(client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(NAMESPACE)
                .list()
                .getItems());
        return all;
    }

    private static List<NodeAddress> addresses(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new NodeAddress("node-" + number, "uid-" + number, "10.0.0." + number))
                .toList();
    }

    private static ObjectNode json(HasMetadata object) throws IOException {
        return (ObjectNode) JSON.readTree(Serialization.asJson(object));
    }

    /** Without what only a server adds, and with one name for each uid. */
    private static JsonNode comparable(ObjectNode object) {
        ((ObjectNode) object.get("metadata")).retain("name", "namespace", "labels", "ownerReferences");
        if (object.path("spec") instanceof ObjectNode spec) {
            spec.remove(
                    List.of("clusterIPs", "sessionAffinity", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"));
        }
        object.findParents("uid").forEach(parent -> ((ObjectNode) parent).put("uid", "<uid>"));
        return object;
    }

    private static Path recorded(String folder) throws URISyntaxException {
        var path = "/conformance/bkmonitor/secrets/" + folder;
        return Path.of(Objects.requireNonNull(KubeletEndpointsTest.class.getResource(path), path)
                .toURI());
    }
}

package io.bkm.actors.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which groups a snapshot takes over from the one before: the same instances, so that others can tell at a glance. */
class DiscoveryViewTest {

    private static final Pod FIRST = pod("first", "Running");
    private static final Pod SECOND = pod("second", "Running");
    private static final Node NODE = node("a");
    private static final Service SERVICE = service("blue");
    private static final EndpointSlice SLICE = slice("one", "first");
    private static final EndpointSlice OTHER = slice("two", "second");

    private final KubernetesDiscovery discovery = new KubernetesDiscovery();

    @Test
    void oneQuestionHasOneAnswer() {
        var view = discovery.view(Snapshots.of(FIRST, SECOND));

        assertThat(view.groups(Role.POD, NamespaceScope.of("shop"), AttachMetadata.NONE, Selectors.NONE))
                .isSameAs(view.groups(Role.POD, NamespaceScope.of("shop"), AttachMetadata.NONE, Selectors.NONE));
    }

    @Test
    void groupsAreSharedByAllQuestionsThatFindThem() {
        var view = discovery.view(Snapshots.of(SERVICE, FIRST, SLICE));
        var chosen = Selectors.of(Role.ENDPOINTSLICE, List.of(new Selector(Role.POD, "!canary", "")));

        var everywhere = view.groups(Role.ENDPOINTSLICE, NamespaceScope.ANY, AttachMetadata.NONE, Selectors.NONE);
        var here = view.groups(Role.ENDPOINTSLICE, NamespaceScope.of("shop"), AttachMetadata.NONE, chosen);

        assertThat(here).hasSize(1).first().isSameAs(everywhere.getFirst());
    }

    @Test
    void whatDidNotChangeKeepsItsGroups() {
        var before = slices(SERVICE, NODE, FIRST, SECOND, SLICE, OTHER);
        var after = slices(SERVICE, NODE, pod("first", "Failed"), SECOND, SLICE, OTHER);

        assertThat(before)
                .extracting(TargetGroup::source)
                .containsExactly("endpointslice/shop/one", "endpointslice/shop/two");
        assertThat(after.get(0)).isNotSameAs(before.get(0));
        assertThat(after.get(0).discovered(0).get("__meta_kubernetes_pod_phase"))
                .isEqualTo("Failed");
        assertThat(after.get(1)).isSameAs(before.get(1));
    }

    @Test
    void groupsFollowTheirServiceAndNodesAndWhatAppearsOrGoes() {
        var before = slices(SERVICE, NODE, FIRST, SLICE);

        var renamed = slices(service("green"), NODE, FIRST, SLICE);
        assertThat(renamed.getFirst().labels().get("__meta_kubernetes_service_label_team"))
                .isEqualTo("green");

        var moved = slices(SERVICE, node("b"), FIRST, SLICE);
        assertThat(moved.getFirst().discovered(0).get("__meta_kubernetes_node_label_zone"))
                .isEqualTo("b");

        var alone = slices(SLICE);
        assertThat(alone.getFirst().discovered(0).has("__meta_kubernetes_pod_name"))
                .isFalse();

        assertThat(slices(SERVICE, NODE, FIRST, SLICE)).isEqualTo(before);
    }

    @Test
    void whatNobodyAsksForIsForgottenTwoSnapshotsLater() {
        var before = slices(SERVICE, NODE, FIRST, SLICE);

        var _ = discovery.view(Snapshots.of(SERVICE, NODE, FIRST, SLICE));
        var after = slices(SERVICE, NODE, FIRST, SLICE);

        assertThat(after).isEqualTo(before);
        assertThat(after.getFirst()).isNotSameAs(before.getFirst());
    }

    @Test
    void theNodeOfATargetIsTheFirstThatIsNamed() {
        assertThat(nodeOf("endpoint_node_name", "a", "pod_node_name", "b")).isEqualTo("a");
        assertThat(nodeOf("endpointslice_endpoint_node_name", "a", "pod_node_name", "b"))
                .isEqualTo("a");
        assertThat(nodeOf("pod_node_name", "b", "node_name", "c")).isEqualTo("b");
        assertThat(nodeOf("endpointslice_address_target_kind", "Node", "endpointslice_address_target_name", "d"))
                .isEqualTo("d");
        assertThat(nodeOf("endpoint_address_target_kind", "Node", "endpoint_address_target_name", "e"))
                .isEqualTo("e");
        assertThat(nodeOf("endpoint_address_target_kind", "Pod", "endpoint_address_target_name", "e"))
                .isEmpty();
        assertThat(nodeOf("node_name", "f")).isEqualTo("f");
        assertThat(nodeOf()).isEmpty();
    }

    private List<TargetGroup> slices(HasMetadata... objects) {
        return discovery
                .view(Snapshots.of(objects))
                .groups(Role.ENDPOINTSLICE, NamespaceScope.ANY, AttachMetadata.NODE, Selectors.NONE);
    }

    private static String nodeOf(String... namesAndValues) {
        var labels = new Labels.Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.set("__meta_kubernetes_" + namesAndValues[i], namesAndValues[i + 1]);
        }
        return TargetGroup.nodeOf(labels.build());
    }

    private static Pod pod(String name, String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPodIP("10.1.0.1")
                .withPhase(phase)
                .endStatus()
                .build();
    }

    private static Node node(String zone) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .addToLabels("zone", zone)
                .endMetadata()
                .build();
    }

    private static Service service(String team) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("shop")
                .addToLabels("team", team)
                .endMetadata()
                .build();
    }

    private static EndpointSlice slice(String name, String pod) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToLabels("kubernetes.io/service-name", "web")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withPort(80)
                .endPort()
                .addNewEndpoint()
                .withAddresses("10.1.0.1")
                .withNodeName("node-1")
                .withNewTargetRef()
                .withKind("Pod")
                .withName(pod)
                .withNamespace("shop")
                .endTargetRef()
                .endEndpoint()
                .build();
    }
}

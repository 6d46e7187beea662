package io.bkm.actors.resources;

import static io.bkm.actors.resources.TestManifests.pod;
import static io.bkm.actors.resources.TestManifests.podMonitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bkm.actors.resources.Resources.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what stands in the files; which of them are read: {@link ManifestReaderFoldersTest}. */
class ManifestReaderTest {

    @TempDir
    Path root;

    @Test
    void readsEveryKindFromNestedFolders() {
        var read = manifests()
                .write("a.yaml", """
                        apiVersion: monitoring.coreos.com/v1
                        kind: ServiceMonitor
                        metadata: {name: sm}
                        spec: {selector: {}, endpoints: []}
                        ---
                        apiVersion: monitoring.coreos.com/v1
                        kind: Probe
                        metadata: {name: probe}
                        spec: {}
                        ---
                        apiVersion: monitoring.coreos.com/v1alpha1
                        kind: ScrapeConfig
                        metadata: {name: sc}
                        spec: {}
                        ---
                        apiVersion: monitoring.bk.tencent.com/v1beta1
                        kind: DataID
                        metadata: {name: id}
                        spec: {dataID: 1500}
                        """)
                .write("b/pod.yml", podMonitor("pm", "30s") + "---\n" + pod("p"))
                .write("b/c/rest.yaml", """
                        {apiVersion: v1, kind: Node, metadata: {name: node}}
                        ---
                        {apiVersion: v1, kind: Namespace, metadata: {name: ns}}
                        ---
                        {apiVersion: v1, kind: Service, metadata: {name: s}}
                        ---
                        {apiVersion: v1, kind: Endpoints, metadata: {name: e}}
                        ---
                        {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: es}, addressType: IPv4}
                        ---
                        {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}}
                        ---
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: cm}}
                        ---
                        {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r}}
                        ---
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: de}}
                        ---
                        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: ss}}
                        ---
                        {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: ds}}
                        ---
                        {apiVersion: batch/v1, kind: CronJob, metadata: {name: cj}}
                        ---
                        {apiVersion: tkex.tencent.com/v1alpha1, kind: GameStatefulSet, metadata: {name: gs}}
                        ---
                        {apiVersion: tkex.tencent.com/v1alpha1, kind: GameDeployment, metadata: {name: gd}}
                        ---
                        {apiVersion: batch/v1, kind: Job, metadata: {name: j}}
                        """)
                .write("d.json", """
                        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s1"}}
                        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s2"}}
                        """)
                .write("ignored.txt", "apiVersion: v1\nkind: Pod\n")
                .write(".draft.yaml", pod("draft"))
                .write(".git/pod.yaml", pod("git"))
                .read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.serviceMonitors()).hasSize(1);
        assertThat(read.probes()).hasSize(1);
        assertThat(read.scrapeConfigs()).hasSize(1);
        assertThat(read.dataIds()).hasSize(1);
        assertThat(read.podMonitors()).hasSize(1);
        assertThat(names(read.pods())).containsExactly("default/p");
        assertThat(read.nodes()).hasSize(1);
        assertThat(read.namespaces()).hasSize(1);
        assertThat(read.services()).hasSize(1);
        assertThat(read.endpoints()).hasSize(1);
        assertThat(read.endpointSlices()).hasSize(1);
        assertThat(read.ingresses()).hasSize(1);
        assertThat(read.configMaps()).hasSize(1);
        var owners = new ArrayList<String>();
        read.owners()
                .forEach((kind, owner) ->
                        owners.add(kind + "/" + owner.getMetadata().getName()));
        assertThat(owners)
                .containsExactly(
                        "ReplicaSet/r",
                        "Deployment/de",
                        "StatefulSet/ss",
                        "DaemonSet/ds",
                        "Job/j",
                        "CronJob/cj",
                        "GameStatefulSet/gs",
                        "GameDeployment/gd");
        assertThat(names(read.secrets())).containsExactly("default/s1", "default/s2");
    }

    @Test
    void sortsByNamespaceAndName() {
        var read = manifests()
                .write("z.yaml", pod("b") + "---\n" + pod("a"))
                .write("a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: c, namespace: a}}")
                .read();

        assertThat(names(read.pods())).containsExactly("a/c", "default/a", "default/b");
    }

    @Test
    void putsObjectsWhereTheyBelong() {
        var read = manifests().write("a.yaml", """
                        {apiVersion: v1, kind: Node, metadata: {name: node, namespace: shop}}
                        ---
                        {apiVersion: monitoring.bk.tencent.com/v1beta1, kind: DataID, metadata: {name: d, namespace: shop}, spec: {dataID: 1}}
                        ---
                        {apiVersion: monitoring.coreos.com/v1, kind: Probe, metadata: {name: p}, spec: {}}
                        """).read();

        assertThat(read.nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.getMetadata().getNamespace()).isNull());
        assertThat(read.dataIds())
                .singleElement()
                .satisfies(id -> assertThat(id.metadata().namespace()).isEmpty());
        assertThat(read.probes())
                .singleElement()
                .satisfies(probe -> assertThat(probe.metadata().namespace()).isEqualTo("default"));
    }

    @Test
    void takesListsApart() {
        var read = manifests().write("a.yaml", """
                        apiVersion: v1
                        kind: List
                        items:
                          - {apiVersion: v1, kind: Pod, metadata: {name: a}}
                          - {apiVersion: v1, kind: Node, metadata: {name: node}}
                          - text
                        ---
                        apiVersion: v1
                        kind: PodList
                        items: [{metadata: {name: b}}]
                        ---
                        apiVersion: v1
                        kind: PodList
                        items: {}
                        """).read();

        assertThat(names(read.pods())).containsExactly("default/a", "default/b");
        assertThat(read.nodes()).hasSize(1);
        assertThat(read.problems())
                .containsExactly(
                        new Problem(
                                "a.yaml:1 items[2]",
                                "",
                                "",
                                "",
                                "\"text\" (expected: a mapping with apiVersion, kind and metadata)"),
                        new Problem("a.yaml:12", "", "", "", "items: a mapping (expected: a list)"));
    }

    @Test
    void takesTheLastOfDuplicates() {
        var read = manifests()
                .write("a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {from: a}}}")
                .write("b.yaml", """
                        {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {from: b1}}}
                        ---
                        {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default, labels: {from: b2}}}
                        """)
                .read();

        assertThat(read.pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getMetadata().getLabels()).containsEntry("from", "b2"));
        assertThat(read.problems())
                .extracting(Problem::where, Problem::reason)
                .containsExactly(
                        tuple("b.yaml", "also in a.yaml; this one is used"),
                        tuple("b.yaml:3", "twice in one file; the last one is used"));
    }

    @Test
    void reportsWhatIsWrongAndReadsTheRest() {
        var read = manifests()
                .write("a.yaml", podMonitor("bad", "30") + "---\n" + podMonitor("good", "30s"))
                .write("b.yaml", "a: [\n")
                .write("c.yaml", "kind: Pod\n---\n- 1\n---\napiVersion: v1\n")
                .write("d.json", "{\"apiVersion\": \"v1\", \n")
                .read();

        assertThat(read.podMonitors())
                .extracting(monitor -> monitor.metadata().name())
                .containsExactly("good");
        assertThat(read.problems())
                .extracting(Problem::where, Problem::name, Problem::reason)
                .containsExactly(
                        tuple(
                                "a.yaml:1",
                                "bad",
                                "spec.podMetricsEndpoints[0].interval: 30 (expected: a duration like 30s)"),
                        tuple("b.yaml", "", "line 2, column 1: expected the node content, but found '<stream end>'"),
                        tuple("c.yaml:1", "", "apiVersion: absent (expected: a text)"),
                        tuple("c.yaml:3", "", "a list (expected: a mapping with apiVersion, kind and metadata)"),
                        tuple("c.yaml:5", "", "kind: absent (expected: a text)"),
                        tuple("d.json", "", "line 2, column 1: Unexpected end-of-input within/between Object entries"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apps/v1                      | Deployment     | false",
                "v1                           | Event          | false",
                "monitoring.coreos.com/v1     | PrometheusRule | false",
                "monitoring.coreos.com/v1     | Servicemonitor | true",
                "monitoring.coreos.com/v2     | ServiceMonitor | true",
                "monitoring.bk.tencent.com/v1 | DataID         | true",
                "discovery.k8s.io/v1beta1     | EndpointSlice  | true",
                "extensions/v1beta1           | Ingress        | false",
            })
    void reportsUnknownKindsOnlyWhereTheyAreMostLikelyMeantForUs(String apiVersion, String kind, boolean reported) {
        var read = manifests()
                .write("a.yaml", "{apiVersion: %s, kind: %s, metadata: {name: a}}".formatted(apiVersion, kind))
                .read();

        assertThat(read.problems()).hasSize(reported ? 1 : 0);
    }

    @Test
    void makesSecretsData() {
        var read = manifests().write("a.yaml", """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: s}
                        data: {user: bWU=, pass: b2xk}
                        stringData: {pass: new}
                        """).read();

        assertThat(read.secrets()).singleElement().satisfies(secret -> {
            assertThat(secret.getData()).isEqualTo(Map.of("user", "bWU=", "pass", "bmV3"));
            assertThat(secret.getStringData()).isNullOrEmpty();
        });
    }

    @Test
    void neverShowsWhatIsInASecret() {
        var read = manifests().write("a.yaml", """
                        {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {pass: hunter-2}}
                        ---
                        {apiVersion: v1, kind: Secret, metadata: {name: b}, stringData: {pass: 4711}}
                        ---
                        {apiVersion: v1, kind: Secret, metadata: {name: c}, data: {pass: YWI}}
                        """).read();

        assertThat(read.secrets()).isEmpty();
        assertThat(read.problems())
                .extracting(Problem::reason)
                .containsExactly(
                        "data[pass]: *** (expected: base64)",
                        "stringData.pass: *** (expected: a text)",
                        "data[pass]: *** (expected: base64)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels must be texts      | metadata: {name: p, labels: {a: 1}}                             | metadata.labels.a: 1 (expected: a text)",
                "yes is a boolean          | metadata: {name: p, labels: {a: yes}}                           | metadata.labels.a: true (expected: a text)",
                "a port is a number        | metadata: {name: p}, spec: {containers: [{ports: [{containerPort: '80'}]}]} | spec.containers[0].ports[0].containerPort: \"80\" (expected: a whole number)",
                "a list                    | metadata: {name: p}, spec: {containers: 1}                      | spec.containers: 1 (expected: a list)",
                "a mapping                 | metadata: {name: p}, spec: text                                 | spec: \"text\" (expected: a mapping)",
                "a boolean                 | metadata: {name: p}, spec: {hostNetwork: 'true'}                | spec.hostNetwork: \"true\" (expected: true or false)",
                "a name                    | metadata: {namespace: p}                                        | metadata.name: absent (expected: a name)",
            })
    void isAsStrictAboutTypesAsTheApiServer(String shows, String pod, String reason) {
        var read = manifests()
                .write("a.yaml", "{apiVersion: v1, kind: Pod, " + pod + "}")
                .read();

        assertThat(read.pods()).as(shows).isEmpty();
        assertThat(read.problems()).extracting(Problem::reason).as(shows).containsExactly(reason);
    }

    @Test
    void fillsInWhatTheApiServerFillsIn() {
        var read = manifests().write("a.yaml", """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: p, annotations: null}
                        spec:
                          containers: [{name: a, ports: [{containerPort: 80}]}]
                          initContainers: [{name: b, ports: [{containerPort: 80, protocol: UDP}]}]
                        ---
                        {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}
                        ---
                        {apiVersion: v1, kind: Endpoints, metadata: {name: e}, subsets: [{ports: [{port: 80}]}]}
                        ---
                        {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, ports: [{port: 80}]}
                        """).read();

        var pod = read.pods().getFirst();
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(pod.getSpec()
                        .getContainers()
                        .getFirst()
                        .getPorts()
                        .getFirst()
                        .getProtocol())
                .isEqualTo("TCP");
        assertThat(pod.getSpec()
                        .getInitContainers()
                        .getFirst()
                        .getPorts()
                        .getFirst()
                        .getProtocol())
                .isEqualTo("UDP");
        assertThat(pod.getMetadata().getAnnotations()).isEmpty();
        var service = read.services().getFirst().getSpec();
        assertThat(service.getType()).isEqualTo("ClusterIP");
        assertThat(service.getPorts().getFirst().getProtocol()).isEqualTo("TCP");
        assertThat(read.endpoints()
                        .getFirst()
                        .getSubsets()
                        .getFirst()
                        .getPorts()
                        .getFirst()
                        .getProtocol())
                .isEqualTo("TCP");
        var slicePort = read.endpointSlices().getFirst().getPorts().getFirst();
        assertThat(slicePort.getProtocol()).isEqualTo("TCP");
        assertThat(slicePort.getName()).isEmpty();
    }

    @Test
    void takesNullForTheEmptyTextInMetadata() {
        var read = manifests().write("a.yaml", """
                        {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {a: null}, annotations: {b: }}}
                        ---
                        apiVersion: monitoring.coreos.com/v1
                        kind: Probe
                        metadata: {name: p, labels: {a: null}, annotations: null}
                        spec: {}
                        """).read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.pods().getFirst().getMetadata().getLabels()).isEqualTo(Map.of("a", ""));
        assertThat(read.pods().getFirst().getMetadata().getAnnotations()).isEqualTo(Map.of("b", ""));
        assertThat(read.probes().getFirst().metadata().labels()).isEqualTo(Map.of("a", ""));
    }

    private TestManifests manifests() {
        return new TestManifests(root);
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream()
                .map(object -> object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName())
                .toList();
    }
}

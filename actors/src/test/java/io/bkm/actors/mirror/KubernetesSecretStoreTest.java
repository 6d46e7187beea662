package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class KubernetesSecretStoreTest {

    static final String NAMESPACE = "bkmonitor-operator";

    /** Of the mock server, which the extension sets. */
    @SuppressWarnings({"NullAway.Init", "unused"})
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private SecretStore store;

    @BeforeEach
    void begin() {
        store = new KubernetesSecretStore(client, NAMESPACE, "bkm-statefulset-worker");
    }

    @Test
    void createsChangesAndDeletes() throws IOException {
        assertThat(store.put(content("a", "one"))).isEqualTo(SecretStore.Change.CREATED);
        assertThat(store.put(content("a", "two"))).isEqualTo(SecretStore.Change.UPDATED);
        assertThat(store.put(content("a", "two"))).isEqualTo(SecretStore.Change.NONE);
        assertThat(secret("a").getData()).isEqualTo(content("a", "two").data());
        assertThat(secret("a").getType()).isEqualTo("Opaque");

        store.delete("a");
        store.delete("a");

        assertThat(seen()).isEmpty();
    }

    @Test
    void leavesTheLabelsAndAnnotationsOfOthers() throws IOException {
        var _ = client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .withNamespace(NAMESPACE)
                        .addToLabels("mine", "1")
                        .addToAnnotations("note", "x")
                        .endMetadata()
                        .addToData("stale", "eA==")
                        .build())
                .create();

        assertThat(store.put(content("a", "one"))).isEqualTo(SecretStore.Change.UPDATED);

        assertThat(secret("a").getMetadata().getLabels())
                .containsOnly(
                        Map.entry("mine", "1"),
                        Map.entry("createdBy", "bkmonitor-operator"),
                        Map.entry("taskType", "daemonset"));
        assertThat(secret("a").getMetadata().getAnnotations()).containsEntry("note", "x");
        assertThat(secret("a").getData()).containsOnlyKeys("file");
    }

    @Test
    void seesOnlyThoseThatAreLabelledAsOurs() throws IOException {
        var _ = store.put(content("a", "one"));
        var _ = client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("b")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();

        assertThat(seen()).extracting(StoredSecret::name).containsExactly("a");
    }

    @Test
    void countsTheWorkers() throws IOException {
        assertThat(store.workers()).isEqualTo(Workers.NONE);
        var _ = client.resource(new StatefulSetBuilder()
                        .withNewMetadata()
                        .withName("bkm-statefulset-worker")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(3)
                        .withNewSelector()
                        .addToMatchLabels("app", "w")
                        .endSelector()
                        .endSpec()
                        .build())
                .create();

        assertThat(store.workers()).isEqualTo(new Workers(3, Map.of()));
    }

    static SecretContent content(String name, String text) {
        var data = new TreeMap<String, String>();
        data.put("file", Base64.getEncoder().encodeToString(Gzip.pack(text)));
        return new SecretContent(name, "daemonset", data);
    }

    private Secret secret(String name) {
        return client.secrets().inNamespace(NAMESPACE).withName(name).require();
    }

    private List<StoredSecret> seen() throws IOException {
        var seen = new ArrayList<StoredSecret>();
        store.forEach(seen::add);
        return seen;
    }
}

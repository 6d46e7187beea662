package io.bkm.actors.mirror;

import static io.bkm.actors.mirror.KubernetesSecretStoreTest.NAMESPACE;
import static io.bkm.actors.mirror.KubernetesSecretStoreTest.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.resources.kubernetes.TestObjects;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets on a real API server. */
class KubernetesSecretStoreIT {

    @Test
    void keepsSecretsOnARealApiServer(@TempDir Path folder) throws IOException {
        try (var kubernetes = RealKubernetes.startOrSkip(folder, "Secrets not written");
                var client = kubernetes.client();
                var store = new KubernetesSecretStore(client, NAMESPACE, "bkm-statefulset-worker")) {
            var _ = client.resource(TestObjects.namespace(NAMESPACE)).create();

            assertThat(store.put(content("a", "one"))).isEqualTo(SecretStore.Change.CREATED);
            assertThat(store.put(content("a", "two"))).isEqualTo(SecretStore.Change.UPDATED);
            assertThat(store.put(content("a", "two"))).isEqualTo(SecretStore.Change.NONE);

            for (int i = 0; i < 45; i++) {
                var _ = store.put(content("page-" + i, "one"));
            }
            var names = new HashSet<String>();
            store.forEach(secret -> names.add(secret.name()));
            assertThat(names).as("more than two pages").hasSize(46);

            assertThat(store.put(full())).as("as large as the settings allow").isEqualTo(SecretStore.Change.CREATED);
            var _ = client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName("fixed")
                            .withNamespace(NAMESPACE)
                            .endMetadata()
                            .withImmutable(true)
                            .build())
                    .create();
            assertThatThrownBy(() -> store.put(content("fixed", "one")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("immutable");
            store.delete("a");
            store.delete("a");
            assertThat(store.workers()).isEqualTo(new Workers(0, Map.of()));
        }
    }

    private static SecretContent full() {
        var data = new TreeMap<String, String>();
        var value = Base64.getEncoder().encodeToString(new byte[1000]);
        for (int i = 0; i < 970; i++) {
            data.put("node-a-10-1-1-1-8080-metrics-11013722675954980862-" + i, value);
        }
        return new SecretContent("full", "daemonset", data);
    }
}

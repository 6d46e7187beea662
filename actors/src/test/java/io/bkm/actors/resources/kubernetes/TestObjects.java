package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Objects as a user would apply them. */
public final class TestObjects {

    private TestObjects() {}

    public static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    static Pod pod(String namespace, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("web:1")
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    static Secret secret(String namespace, String name, String key, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(Map.of(
                        key,
                        java.util.Base64.getEncoder()
                                .encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .build();
    }

    static GenericKubernetesResource podMonitor(String namespace, String name, String endpoint) {
        return Serialization.unmarshal("""
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {namespace: %s, name: %s}
                spec: {selector: {}, podMetricsEndpoints: [%s]}
                """.formatted(namespace, name, endpoint), GenericKubernetesResource.class);
    }

    static GenericKubernetesResource probe(String namespace, String name) {
        return Serialization.unmarshal("""
                apiVersion: monitoring.coreos.com/v1
                kind: Probe
                metadata: {namespace: %s, name: %s}
                spec: {prober: {url: "prober:9115"}, targets: {staticConfig: {static: ["shop.example"]}}}
                """.formatted(namespace, name), GenericKubernetesResource.class);
    }

    static void create(
            KubernetesClient client, WatchedKind<GenericKubernetesResource> kind, GenericKubernetesResource object) {
        var _ = kind.api()
                .apply(client)
                .inNamespace(object.getMetadata().getNamespace())
                .resource(object)
                .create();
    }

    static void update(
            KubernetesClient client, WatchedKind<GenericKubernetesResource> kind, GenericKubernetesResource object) {
        var _ = kind.api()
                .apply(client)
                .inNamespace(object.getMetadata().getNamespace())
                .resource(object)
                .update();
    }

    static void delete(
            KubernetesClient client, WatchedKind<GenericKubernetesResource> kind, String namespace, String name) {
        var _ = kind.api().apply(client).inNamespace(namespace).withName(name).delete();
    }
}

package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Kinds of CRDs that let everything pass: what is wrong with an object is for us to find. */
final class TestCrds {

    private TestCrds() {}

    static void installAll(KubernetesClient client) {
        install(client, "ServiceMonitor", "servicemonitors", "monitoring.coreos.com", "v1", true);
        install(client, "PodMonitor", "podmonitors", "monitoring.coreos.com", "v1", true);
        install(client, "ScrapeConfig", "scrapeconfigs", "monitoring.coreos.com", "v1alpha1", true);
        install(client, "DataID", "dataids", "monitoring.bk.tencent.com", "v1beta1", false);
    }

    static void installProbe(KubernetesClient client) {
        install(client, "Probe", "probes", "monitoring.coreos.com", "v1", true);
    }

    static void installGameStatefulSet(KubernetesClient client) {
        install(client, "GameStatefulSet", "gamestatefulsets", "tkex.tencent.com", "v1alpha1", true);
    }

    private static void install(
            KubernetesClient client, String kind, String plural, String group, String version, boolean namespaced) {
        var crd = Serialization.unmarshal(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %s.%s
                  annotations: {api-approved.kubernetes.io: unapproved}
                spec:
                  group: %s
                  scope: %s
                  names: {kind: %s, plural: %s, singular: %s}
                  versions:
                    - name: %s
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(
                                plural,
                                group,
                                group,
                                namespaced ? "Namespaced" : "Cluster",
                                kind,
                                plural,
                                kind.toLowerCase(java.util.Locale.ROOT),
                                version),
                CustomResourceDefinition.class);
        var _ = client.resource(crd).create();
        RealKubernetes.awaitServed(client.resource(crd));
    }
}

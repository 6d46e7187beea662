package io.bkm.actors.autoscale;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;

/** The scale subresource of a StatefulSet: needs no right to change anything else of it. */
public final class StatefulSetScale implements ScaledWorkload {

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    /** @param client is closed with this */
    public StatefulSetScale(KubernetesClient client, AutoscaleSettings settings) {
        this.client = client;
        this.namespace = settings.namespace().isEmpty() ? client.getNamespace() : settings.namespace();
        this.name = settings.statefulset();
    }

    @Override
    public Replicas read() {
        var scale = statefulSet().scale();
        if (scale == null || scale.getSpec() == null) {
            throw new IllegalStateException(
                    "bkm.autoscale.statefulset: " + name + " (expected: a StatefulSet in namespace " + namespace + ")");
        }
        var asked = scale.getSpec().getReplicas();
        return new Replicas(asked == null ? 0 : asked, scale.getMetadata().getResourceVersion());
    }

    @Override
    public void write(Replicas seen, int replicas) {
        var _ = statefulSet()
                .scale(new ScaleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withResourceVersion(seen.version())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .endSpec()
                        .build());
    }

    private RollableScalableResource<StatefulSet> statefulSet() {
        return client.apps().statefulSets().inNamespace(namespace).withName(name);
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.bkm.actors.mirror;

import io.bkm.actors.resources.kubernetes.ApiCalls;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets of a namespace, by the Kubernetes API. */
final class KubernetesSecretStore implements SecretStore {

    /** Secrets in an answer: at 1 MiB each what a small heap can take. */
    private static final long PAGE = 20;
    /** Somebody who writes a Secret again and again wins; the next round has another look. */
    private static final int TRIES = 3;

    private final KubernetesClient client;
    private final String namespace;
    private final String statefulset;
    private final Pattern workerName;

    KubernetesSecretStore(KubernetesClient client, String namespace, String statefulset) {
        this.client = client;
        this.namespace = namespace;
        this.statefulset = statefulset;
        this.workerName = Pattern.compile(Pattern.quote(statefulset) + "-([0-9]{1,6})");
    }

    private static <T> T call(Supplier<T> call) throws IOException {
        return ApiCalls.call(call, KubernetesSecretStore::failed);
    }

    private static IOException failed(KubernetesClientException refused) {
        return new IOException(refused.getMessage(), refused);
    }

    @Override
    public void forEach(Consumer<StoredSecret> action) throws IOException {
        var ours = client.secrets().inNamespace(namespace).withLabel(SecretContent.CREATED_BY, SecretContent.OPERATOR);
        ApiCalls.forEach(PAGE, options -> call(() -> ours.list(options)), secret -> action.accept(stored(secret)));
    }

    private static StoredSecret stored(Secret secret) {
        return new StoredSecret(
                secret.getMetadata().getName(), orEmpty(secret.getMetadata().getLabels()), orEmpty(secret.getData()));
    }

    @Override
    public Change put(SecretContent content) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return putOnce(content);
            } catch (KubernetesClientException refused) {
                if (!ApiCalls.isOvertaken(refused) || i == TRIES) {
                    throw failed(refused);
                }
            }
        }
    }

    private Change putOnce(SecretContent content) {
        var there =
                client.secrets().inNamespace(namespace).withName(content.name()).get();
        if (there == null) {
            var created = new SecretBuilder()
                    .withNewMetadata()
                    .withName(content.name())
                    .withNamespace(namespace)
                    .withLabels(content.labels())
                    .endMetadata()
                    .withType("Opaque")
                    .withData(content.data())
                    .build();
            var _ = client.resource(created).create();
            return Change.CREATED;
        }
        var labels = new HashMap<>(orEmpty(there.getMetadata().getLabels()));
        labels.putAll(content.labels());
        boolean same = labels.equals(orEmpty(there.getMetadata().getLabels()))
                && SecretPrint.of(orEmpty(there.getData())).equals(SecretPrint.of(content.data()));
        if (same) {
            return Change.NONE;
        }
        var changed = new SecretBuilder(there)
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .withData(content.data())
                .build();
        var _ = client.resource(changed)
                .lockResourceVersion(there.getMetadata().getResourceVersion())
                .update();
        return Change.UPDATED;
    }

    @Override
    public void delete(String name) throws IOException {
        var _ = call(
                () -> client.secrets().inNamespace(namespace).withName(name).delete());
    }

    @Override
    public Workers workers() throws IOException {
        var workload = call(() -> client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(statefulset)
                .get());
        if (workload == null || workload.getSpec() == null) {
            return Workers.NONE;
        }
        var replicas = workload.getSpec().getReplicas();
        return new Workers(
                replicas == null ? 1 : replicas,
                addresses(workload.getSpec().getSelector().getMatchLabels()));
    }

    private Map<String, Integer> addresses(Map<String, String> labels) throws IOException {
        var numbers = new HashMap<String, Integer>();
        var pods = call(
                () -> client.pods().inNamespace(namespace).withLabels(labels).list());
        for (var pod : pods.getItems()) {
            var name = workerName.matcher(pod.getMetadata().getName());
            var address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
            if (name.matches() && address != null && !address.isEmpty()) {
                numbers.put(address, Integer.valueOf(name.group(1)));
            }
        }
        return numbers;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.bkm.actors.resources.kubernetes;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to the API server. */
public final class KubernetesClients {

    private static final String USER_AGENT = "bkm";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Of a page of a list; an API server that starts takes its time. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    /** Retries beyond these are the informers' own. */
    private static final int RETRIES = 2;

    private KubernetesClients() {}

    /**
     * @param settings {@code kubeconfig} and {@code context} of it
     * @param counters of the requests
     * @throws IllegalArgumentException when the kubeconfig cannot be read
     */
    public static KubernetesClient create(KubernetesSettings settings, KubernetesCounters counters) {
        return create(settings, counters, REQUEST_TIMEOUT, RETRIES);
    }

    /** As the other, for one who has other plans when there is no answer in time: no request is repeated. */
    public static KubernetesClient create(
            KubernetesSettings settings, KubernetesCounters counters, Duration requestTimeout) {
        return create(settings, counters, requestTimeout, 0);
    }

    private static KubernetesClient create(
            KubernetesSettings settings, KubernetesCounters counters, Duration requestTimeout, int retries) {
        var config = config(settings);
        config.setUserAgent(USER_AGENT);
        config.setConnectionTimeout(Math.toIntExact(Math.min(CONNECT_TIMEOUT.toMillis(), requestTimeout.toMillis())));
        config.setRequestTimeout(Math.toIntExact(requestTimeout.toMillis()));
        config.setRequestRetryBackoffLimit(retries);
        config.setHttp2Disable(
                true); // the JDK fails requests beyond a connection's streams; watches are WebSockets anyway
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new PingedWebSockets(settings.watchPingInterval()))
                .withKubernetesSerialization(new KubernetesSerialization(mapper(), true))
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor(ApiRequests.NAME, new ApiRequests(counters)))
                .withTaskExecutorSupplier(new Tasks())
                .build();
    }

    /** An empty list of metadata comes as null, which informers do not expect. */
    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .withConfigOverride(
                        List.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
                .build();
    }

    private static Config config(KubernetesSettings settings) {
        var context = settings.context().isEmpty() ? null : settings.context();
        if (settings.kubeconfig().isEmpty()) {
            return Config.autoConfigure(context);
        }
        var file = Path.of(settings.kubeconfig());
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "bkm.kubernetes.kubeconfig: " + file + " (expected: a file that can be read)");
        }
        return Config.fromKubeconfig(context, file.toFile());
    }

    /** What informers do beside reading is short and never many at a time: virtual threads, ended with the client. */
    private static final class Tasks implements KubernetesClientBuilder.ExecutorSupplier {

        @Override
        public ExecutorService get() {
            return Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("bkm-kubernetes-", 0).factory());
        }

        @Override
        public void onClose(Executor executor) {
            ((ExecutorService) executor).shutdownNow();
        }
    }
}

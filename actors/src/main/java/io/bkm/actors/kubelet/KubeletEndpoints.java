package io.bkm.actors.kubelet;

import io.bkm.actors.FailureNotice;
import io.bkm.actors.kubelet.SlicePlan.Slice;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Service of the kubelets, and its Endpoints or EndpointSlices, as the nodes are. Writes only what differs; what
 * somebody else changed is mended at the next resync.
 */
public final class KubeletEndpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubeletEndpoints.class);

    private final KubeletSettings settings;
    private final KubernetesClient client;
    private final KubeletObjects objects;
    private final InstantSource clock;
    private final AtomicReference<@Nullable List<NodeAddress>> wanted = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kubelet-endpoints").factory());
    /** What was written last; null before, and after a failure. */
    private @Nullable List<NodeAddress> written;

    private long writtenAt;
    private final FailureNotice notice = new FailureNotice(
            LOG, "the kubelets' endpoints cannot be written", "the kubelets' endpoints can be written again");

    KubeletEndpoints(KubeletSettings settings, KubernetesClient client, InstantSource clock) {
        this.settings = settings;
        this.client = client;
        this.objects = new KubeletObjects(settings.namespace(), settings.name());
        this.clock = clock;
    }

    /**
     * A source that keeps them beside telling its listener: where the operator runs, and only there, as it needs no watch
     * of its own.
     */
    public static ResourceSource beside(
            ResourceSource source, KubeletSettings settings, Supplier<KubernetesClient> clients) {
        if (!settings.enabled()) {
            return source;
        }
        var kubelets = new KubeletEndpoints(settings, clients.get(), InstantSource.system());
        return new ResourceSource() {
            @Override
            public void start(Consumer<Resources> listener) {
                kubelets.start();
                source.start(resources -> {
                    kubelets.follow(NodeAddress.of(resources.nodes()));
                    listener.accept(resources);
                });
            }

            @Override
            public void close() {
                source.close();
                kubelets.close();
            }
        };
    }

    private void start() {
        long millis = settings.interval().toMillis();
        var _ = thread.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    void follow(List<NodeAddress> addresses) {
        wanted.set(addresses);
    }

    /** What the thread does each time. Never throws: the schedule would end without a word. */
    void round() {
        var addresses = wanted.get();
        boolean due = clock.millis() - writtenAt >= settings.resync().toMillis();
        if (addresses == null || (addresses.equals(written) && !due)) {
            return;
        }
        try {
            write(addresses);
            written = addresses;
            writtenAt = clock.millis();
            notice.succeeded();
        } catch (RuntimeException refused) {
            written = null;
            notice.failed(refused);
        }
    }

    private void write(List<NodeAddress> addresses) {
        deleteOtherServices();
        var service = putService();
        switch (settings.kind()) {
            case SLICES -> {
                // An Endpoints object of that name would be mirrored into slices a second time.
                var _ = client.endpoints()
                        .inNamespace(settings.namespace())
                        .withName(settings.name())
                        .delete();
                var there = ownSlices().stream().map(KubeletObjects::read).toList();
                writeSlices("", addresses, node -> !node.isIpv6(), there, service);
                writeSlices("ipv6-", addresses, NodeAddress::isIpv6, there, service);
            }
            case ENDPOINTS -> {
                ownSlices().forEach(slice -> delete(slice.getMetadata().getName()));
                putEndpoints(addresses);
            }
        }
    }

    private void deleteOtherServices() {
        var ours = client.services()
                .inNamespace(settings.namespace())
                .withLabels(KubeletObjects.LABELS)
                .list();
        for (var service : ours.getItems()) {
            if (!service.getMetadata().getName().equals(settings.name())) {
                var _ = client.resource(service).delete();
            }
        }
    }

    private Service putService() {
        var wantedService = objects.service();
        var resource = client.services().inNamespace(settings.namespace()).withName(settings.name());
        var there = resource.get();
        if (there == null) {
            return client.resource(wantedService).create();
        }
        boolean same = contains(there.getMetadata().getLabels(), KubeletObjects.LABELS)
                && wantedService.getSpec().getPorts().equals(there.getSpec().getPorts());
        return same
                ? there
                : resource.edit(service -> {
                    service.getMetadata().setLabels(merged(service.getMetadata().getLabels()));
                    service.getSpec().setPorts(wantedService.getSpec().getPorts());
                    return service;
                });
    }

    private static Map<String, String> merged(@Nullable Map<String, String> labels) {
        var all = new TreeMap<>(labels == null ? Map.of() : labels);
        all.putAll(KubeletObjects.LABELS);
        return all;
    }

    private static boolean contains(@Nullable Map<String, String> labels, Map<String, String> some) {
        return labels != null && labels.entrySet().containsAll(some.entrySet());
    }

    private void writeSlices(
            String family,
            List<NodeAddress> addresses,
            Predicate<NodeAddress> ofFamily,
            List<Slice> there,
            Service service) {
        var prefix = settings.name() + "-" + family;
        var existing = there.stream()
                .filter(slice -> slice.name().matches(Pattern.quote(prefix) + "[0-9]+"))
                .toList();
        var plan = SlicePlan.of(
                prefix,
                existing,
                addresses.stream().filter(ofFamily).toList(),
                settings.maxEndpointsPerSlice(),
                settings.rebalanceThreshold());
        plan.delete().forEach(this::delete);
        for (var slice : plan.write()) {
            var object = objects.slice(slice, service);
            var resource = client.resource(object);
            var _ = existing.stream().anyMatch(known -> known.name().equals(slice.name()))
                    ? resource.update()
                    : resource.create();
        }
    }

    private List<EndpointSlice> ownSlices() {
        return client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(settings.namespace())
                .withLabels(KubeletObjects.LABELS)
                .list()
                .getItems()
                .stream()
                .filter(slice -> !slice.getMetadata().getLabels().containsKey(KubeletObjects.MANAGED_BY))
                .toList();
    }

    private void delete(String slice) {
        var _ = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(settings.namespace())
                .withName(slice)
                .delete();
    }

    private void putEndpoints(List<NodeAddress> addresses) {
        var object = objects.endpoints(addresses);
        var resource = client.endpoints().inNamespace(settings.namespace()).withName(settings.name());
        var there = resource.get();
        if (there == null) {
            var _ = client.resource(object).create();
        } else if (!object.getSubsets().equals(there.getSubsets())) {
            try {
                object.getMetadata().setResourceVersion(there.getMetadata().getResourceVersion());
                var _ = client.resource(object).update();
            } catch (KubernetesClientException overtaken) {
                if (overtaken.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw overtaken;
                }
                throw new IllegalStateException(
                        "somebody else writes Endpoints " + settings.name() + " too", overtaken);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}

package io.bkm.actors.resources.kubernetes;

import static io.bkm.actors.resources.kubernetes.WatchedKind.*;

import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.Resources.Problem;
import io.bkm.actors.sd.External;
import io.bkm.actors.sd.PromSdSettings.SecretRef;
import io.bkm.crds.BkLogConfig;
import io.bkm.crds.DataId;
import io.bkm.crds.Monitor;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.Probe;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.ServiceMonitor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources from the Kubernetes API. Nothing is told before each kind was read whole, or is known to be absent or
 * forbidden; from then on a change is told after {@code settle}, together with all that came meanwhile.
 */
public final class KubernetesSource implements ResourceSource {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);

    /** Of tens of thousands of pods each snapshot is a list: while they keep changing that takes a fifth of a core. */
    private static final int REST_FACTOR = 4;

    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final KubernetesSettings settings;
    private final KubernetesClient client;
    private final KubernetesCounters counters;
    private final Function<Resources, List<Monitor>> counting;
    /** What it is told to do after its end is left out. */
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("bkm-kubernetes").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    private final Loop loop;
    private final List<KindWatch<?>> kinds = new ArrayList<>();
    private final KindWatch<GenericKubernetesResource> serviceMonitors;
    private final KindWatch<GenericKubernetesResource> podMonitors;
    private final KindWatch<GenericKubernetesResource> probes;
    private final KindWatch<GenericKubernetesResource> scrapeConfigs;
    private final KindWatch<GenericKubernetesResource> dataIds;
    private final KindWatch<Pod> pods;
    private final KindWatch<Node> nodes;
    private final KindWatch<Namespace> namespaces;
    private final KindWatch<Service> services;
    private final KindWatch<Endpoints> endpoints;
    private final KindWatch<EndpointSlice> endpointSlices;
    private final KindWatch<Ingress> ingresses;
    private final OwnerWatches owners;
    private final KindWatch<GenericKubernetesResource> logConfigs;
    private final ReferenceWatch referenced;
    private final MoreSecrets more;
    private final ServerVersion version;

    private final MonitorReferences references;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long rest;
    private @Nullable Consumer<Resources> listener;
    private @Nullable Resources last;
    private volatile boolean closed;

    /**
     * Reaches no API server yet.
     *
     * @param counting the monitors whose Secrets and ConfigMaps are read
     * @param referring what else refers to some
     * @throws IllegalArgumentException when the kubeconfig cannot be read
     */
    public KubernetesSource(
            KubernetesSettings settings,
            KubernetesCounters counters,
            Function<Resources, List<Monitor>> counting,
            ReferringSettings referring) {
        this(settings, counters, counting, referring, List.of());
    }

    /** @param more Secrets that are read besides */
    public KubernetesSource(
            KubernetesSettings settings,
            KubernetesCounters counters,
            Function<Resources, List<Monitor>> counting,
            ReferringSettings referring,
            List<SecretRef> more) {
        this(settings, counters, counting, referring, more, KubernetesClients.create(settings, counters));
    }

    /** @param client closed together with the source */
    KubernetesSource(
            KubernetesSettings settings,
            KubernetesCounters counters,
            Function<Resources, List<Monitor>> counting,
            ReferringSettings referring,
            List<SecretRef> more,
            KubernetesClient client) {
        this.references = new MonitorReferences(referring);
        this.counting = counting;
        this.settings = settings;
        this.client = client;
        this.counters = counters;
        this.loop = new Loop(thread, settings);
        serviceMonitors = watch(SERVICE_MONITORS);
        podMonitors = watch(POD_MONITORS);
        probes = watch(PROBES);
        scrapeConfigs = watch(SCRAPE_CONFIGS);
        dataIds = watch(DATA_IDS);
        pods = watch(PODS);
        nodes = watch(NODES);
        namespaces = watch(NAMESPACES);
        services = watch(SERVICES);
        endpoints = watch(ENDPOINTS);
        endpointSlices = watch(ENDPOINT_SLICES);
        ingresses = watch(INGRESSES);
        owners = new OwnerWatches(this::watch);
        logConfigs = watch(LOG_CONFIGS);
        referenced = new ReferenceWatch(client, loop, this::touch);
        this.more = new MoreSecrets(more, client, loop, this::touch);
        version = new ServerVersion(client, counters);
    }

    private <T extends HasMetadata> KindWatch<T> watch(WatchedKind<T> kind) {
        var watch = new KindWatch<>(kind, client, loop, this::touch);
        kinds.add(watch);
        return watch;
    }

    /** Returns at once; the listener is called on the source's own thread. */
    @Override
    public synchronized void start(Consumer<Resources> to) {
        if (listener != null || closed) {
            throw new IllegalStateException("start: a second time or after close (expected: once)");
        }
        listener = to;
        counters.open(this::openWatches, this::objects);
        thread.execute(() -> {
            kinds.forEach(KindWatch::start);
            more.start();
            version.check();
        });
        long interval = settings.retryInterval().toMillis();
        var _ = thread.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Returns at once; a listener that is just being called finishes. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        counters.closed();
        thread.execute(() -> {
            kinds.forEach(KindWatch::close);
            referenced.close();
            more.close();
            client.close();
            var _ = thread.shutdownNow();
        });
    }

    /** From any thread: something is different. What comes together is told together. */
    private void touch() {
        if (scheduled.compareAndSet(false, true)) {
            var _ = thread.schedule(this::publish, Math.max(settings.settle().toNanos(), rest), TimeUnit.NANOSECONDS);
        }
    }

    private void publish() {
        scheduled.set(false);
        long begun = System.nanoTime();
        try {
            var resources = closed ? null : snapshot();
            var to = listener;
            if (resources != null && to != null && !resources.equals(last)) {
                last = resources;
                to.accept(resources);
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a change in Kubernetes could not be told");
        }
        rest = Math.min((System.nanoTime() - begun) * REST_FACTOR, LONGEST_REST_NANOS);
    }

    /** Everything, or null while something is still to be read. */
    private @Nullable Resources snapshot() {
        if (!namespaces.isSettled()) {
            return null;
        }
        kinds.forEach(kind -> kind.fallBackTo(this::namespaceNames));
        if (!kinds.stream().allMatch(KindWatch::isSettled)) {
            return null;
        }
        var wanted = references.of(counting.apply(resources()));
        wanted.addAll(more.named());
        referenced.want(wanted);
        return referenced.isSettled() && more.isSettled() ? resources() : null;
    }

    /** Those that there are; where nobody may say, our own. */
    private List<String> namespaceNames() {
        var seen = namespaces.values(Namespace.class);
        return seen.isEmpty()
                ? Stream.ofNullable(client.getNamespace()).toList()
                : seen.stream()
                        .map(namespace -> namespace.getMetadata().getName())
                        .toList();
    }

    private Resources resources() {
        var problems = new ArrayList<Problem>();
        kinds.forEach(kind -> kind.problems(problems::add));
        referenced.problems(problems::add);
        more.problems(problems::add);
        return new Resources(
                serviceMonitors.values(ServiceMonitor.class),
                podMonitors.values(PodMonitor.class),
                probes.values(Probe.class),
                scrapeConfigs.values(ScrapeConfig.class),
                dataIds.values(DataId.class),
                pods.values(Pod.class),
                nodes.values(Node.class),
                namespaces.values(Namespace.class),
                services.values(Service.class),
                endpoints.values(Endpoints.class),
                endpointSlices.values(EndpointSlice.class),
                ingresses.values(Ingress.class),
                more.among(referenced.values(Secret.class)),
                referenced.values(ConfigMap.class),
                owners.owners(),
                logConfigs.values(BkLogConfig.class),
                problems,
                External.NONE);
    }

    private void check() {
        kinds.forEach(KindWatch::check);
        referenced.check();
        more.check();
        version.check();
    }

    private Map<String, Integer> openWatches() {
        var open = new TreeMap<String, Integer>();
        kinds.forEach(kind -> open.put(kind.kind(), kind.open()));
        open.put(SECRETS.kind(), referenced.open(true) + more.open());
        open.put(CONFIG_MAPS.kind(), referenced.open(false));
        return open;
    }

    private Map<String, Integer> objects() {
        var objects = new TreeMap<String, Integer>();
        kinds.forEach(kind -> objects.put(kind.kind(), kind.size()));
        return objects;
    }
}

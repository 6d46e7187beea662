package io.bkm.actors.status;

import io.bkm.actors.FailureNotice;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.operator.Following;
import io.bkm.actors.operator.Holdings;
import io.bkm.actors.resources.kubernetes.KubernetesSettings;
import io.bkm.actors.status.MonitorStore.Refused;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells on the monitors what became of them. Runs beside the operator, on a thread of its own. */
public final class StatusWriter implements Holdings.Follower {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final String NOWHERE = "default";

    private final ExpansionSettings expansion;
    private final MonitorStore store;
    private final Teller teller;
    private final StatusCounters counters;
    private final InstantSource clock;
    private final FailureNotice notice =
            new FailureNotice(LOG, "nothing can be told on monitors", "it can be told on monitors again");
    private final AtomicReference<@Nullable Holdings> latest = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("monitor-status").factory());

    private @Nullable Expanded judged;
    private Duration pause = FIRST_PAUSE;
    private long pausedUntil;

    StatusWriter(
            StatusSettings settings,
            ExpansionSettings expansion,
            String namespace,
            MonitorStore store,
            StatusCounters counters,
            InstantSource clock) {
        this.expansion = expansion;
        this.store = store;
        this.counters = counters;
        this.clock = clock;
        this.teller = new Teller(settings, new OwnBinding(settings.name(), namespace), store, counters, clock);
        this.pausedUntil = clock.millis();
    }

    /**
     * With one more that is told, where the settings ask for it.
     *
     * @param member who writes, for Events
     * @param clients makes one for each operator that runs
     */
    public static Following beside(
            Following others,
            StatusSettings settings,
            ExpansionSettings expansion,
            KubernetesSettings kubernetes,
            String member,
            StatusCounters counters,
            Supplier<KubernetesClient> clients) {
        return switch (settings.mode()) {
            case OFF -> others;
            case ON ->
                others.and(settings.interval(), () -> {
                    var client = clients.get();
                    var store = new KubernetesMonitorStore(client, kubernetes.namespaces(), member);
                    var namespace = settings.namespace().isEmpty()
                            ? Objects.requireNonNullElse(client.getNamespace(), NOWHERE)
                            : settings.namespace();
                    var writer =
                            new StatusWriter(settings, expansion, namespace, store, counters, InstantSource.system());
                    writer.start(settings.interval());
                    return writer;
                });
        };
    }

    private void start(Duration interval) {
        long millis = interval.toMillis();
        var _ = thread.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void follow(Holdings holdings) {
        latest.set(holdings);
    }

    /** What the thread does each time. Never throws: the schedule would end without a word. */
    void round() {
        var holdings = latest.get();
        if (holdings == null || clock.millis() < pausedUntil) {
            return;
        }
        try {
            tell(holdings);
            pause = FIRST_PAUSE;
            notice.succeeded();
        } catch (Refused unreachable) {
            failed();
            notice.failed(unreachable);
        } catch (RuntimeException bug) {
            failed();
            LOG.atError().setCause(bug).log("nothing told on monitors");
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same instance is the same expansion
    private void tell(Holdings holdings) throws Refused {
        if (holdings.expanded() != judged) {
            teller.judge(Verdicts.of(holdings.resources(), holdings.expanded(), expansion));
            judged = holdings.expanded();
        }
        teller.work();
    }

    private void failed() {
        counters.failedOne();
        pausedUntil = clock.millis() + pause.toMillis();
        var twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** Does not wait for a request under way: it is one of a whole status, and the next operator looks first. */
    @Override
    public void close() {
        thread.shutdownNow();
        store.close();
    }
}

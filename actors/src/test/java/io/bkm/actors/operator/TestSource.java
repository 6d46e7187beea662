package io.bkm.actors.operator;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.joins.PodLog;
import io.bkm.actors.lease.LeaseParts;
import io.bkm.actors.lease.LeaseSettings;
import io.bkm.actors.lease.MemoryLease;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** Resources that stand for the targets the test wants: the expansion gives what was published last. */
public final class TestSource implements Supplier<ResourceSource> {

    private final MemoryLease lease = new MemoryLease();
    private final List<Consumer<Resources>> listeners = new CopyOnWriteArrayList<>();
    private final OperatorCounters counters = new OperatorCounters();
    private volatile Expanded expanded = new Expanded(List.of(), List.of(), 0);
    private volatile boolean synced;
    private final AtomicBoolean fails = new AtomicBoolean();

    /** A complete snapshot from now on: to those that listen, and at once to those that will. */
    public void publish(List<DiscoveredTarget> targets) {
        expanded = new Expanded(targets, List.of(), 0);
        synced = true;
        listeners.forEach(listener -> listener.accept(Resources.NONE));
    }

    public OperatorCounters counters() {
        return counters;
    }

    /** Whoever starts now waits for its first snapshot. */
    public void loseSync() {
        synced = false;
    }

    /** The next operator that starts. */
    public void failOnce() {
        fails.set(true);
    }

    Expanded expand(Resources resources) {
        return expanded;
    }

    public int open() {
        return listeners.size();
    }

    /** Makes a member one that may run the operator, which gets these targets and goes by {@code clock}. */
    public ActorRef<Operator.Command> startOperator(ActorSystem<?> system, InstantSource clock) {
        var config = system.settings().config();
        var parts = new OperatorParts(
                OperatorSettings.from(config),
                PlacementSettings.from(config),
                this,
                this::expand,
                Following.NOBODY,
                (_, _, query) -> query.kind().toString(),
                new PodLog(clock),
                new LeaseParts(LeaseSettings.from(config), lease::line),
                counters);
        return Operator.start(system, parts, clock);
    }

    @Override
    public ResourceSource get() {
        return new ResourceSource() {
            private Consumer<Resources> mine = _ -> {};

            @Override
            public void start(Consumer<Resources> listener) {
                if (fails.getAndSet(false)) {
                    throw new IllegalStateException("as the test wants it");
                }
                mine = listener;
                listeners.add(listener);
                if (synced) {
                    listener.accept(Resources.NONE);
                }
            }

            @Override
            public void close() {
                listeners.remove(mine);
            }
        };
    }
}

package io.bkm.actors.autoscale;

import io.bkm.actors.FailureNotice;
import io.bkm.actors.autoscale.ScaledWorkload.Replicas;
import io.bkm.actors.cluster.ClusterStatus.SpreadLoad;
import io.bkm.actors.placement.Roles;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of statefulset members right for what they scrape. One in the cluster, on a member with role operator.
 * A member that is taken away is told by Kubernetes and hands its shards over before it ends.
 */
public final class Autoscaler extends AbstractBehavior<Autoscaler.Command> {

    private static final Logger LOG = LoggerFactory.getLogger(Autoscaler.class);

    /** What it is told. */
    public sealed interface Command {}

    private record Tick() implements Command {}

    private record Measured(SpreadLoad load, Replicas replicas) implements Command {}

    private record Failed(Throwable failure) implements Command {}

    private record Written(int from, int to) implements Command {}

    private final TimerScheduler<Command> timers;
    private final AutoscaleSettings settings;
    private final Supplier<CompletionStage<SpreadLoad>> load;
    private final ScaledWorkload workload;
    private final InstantSource clock;
    private final AutoscaleCounters counters;
    private final Scaling scaling;
    private final Executor blocking;
    private final FailureNotice notice =
            new FailureNotice(LOG, "the statefulset cannot be scaled", "the statefulset can be scaled again");

    private Autoscaler(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            AutoscaleSettings settings,
            Supplier<CompletionStage<SpreadLoad>> load,
            ScaledWorkload workload,
            InstantSource clock,
            AutoscaleCounters counters) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.load = load;
        this.workload = workload;
        this.clock = clock;
        this.counters = counters;
        this.scaling = new Scaling(settings);
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        again();
    }

    /** Makes this member one that may run it. */
    public static void start(
            ActorSystem<?> system,
            AutoscaleSettings settings,
            Supplier<CompletionStage<SpreadLoad>> load,
            Supplier<ScaledWorkload> workload,
            AutoscaleCounters counters) {
        var behavior = Behaviors.<Command>setup(
                context -> create(settings, load, workload.get(), InstantSource.system(), counters));
        var _ = ClusterSingleton.get(system)
                .init(SingletonActor.of(behavior, "autoscaler")
                        .withSettings(ClusterSingletonSettings.create(system).withRole(Roles.OPERATOR)));
    }

    static Behavior<Command> create(
            AutoscaleSettings settings,
            Supplier<CompletionStage<SpreadLoad>> load,
            ScaledWorkload workload,
            InstantSource clock,
            AutoscaleCounters counters) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new Autoscaler(context, timers, settings, load, workload, clock, counters)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(this::on)
                .onSignal(PostStop.class, _ -> {
                    workload.close();
                    return this;
                })
                .build();
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Tick _ -> measure();
            case Measured(var seen, var replicas) -> decide(seen, replicas);
            case Written(var from, var to) -> {
                counters.scaled(from, to);
                succeeded();
            }
            case Failed(var failure) -> {
                counters.failedOnce();
                notice.failed(failure);
                again();
            }
        }
        return this;
    }

    private void succeeded() {
        notice.succeeded();
        again();
    }

    /** After what was begun has ended: a slow API server is not asked faster than it answers. */
    private void again() {
        timers.startSingleTimer(new Tick(), settings.interval());
    }

    private void measure() {
        var measured = load.get().thenCombine(CompletableFuture.supplyAsync(workload::read, blocking), Measured::new);
        getContext().pipeToSelf(measured, (seen, failure) -> failure == null ? seen : new Failed(failure));
    }

    private void decide(SpreadLoad seen, Replicas replicas) {
        int wanted = scaling.decide(seen, replicas.replicas(), clock.millis());
        if (wanted == replicas.replicas()) {
            succeeded();
            return;
        }
        LOG.atInfo()
                .addKeyValue("from", replicas.replicas())
                .addKeyValue("to", wanted)
                .addKeyValue("samplesPerSecond", Math.round(seen.load().samplesPerSecond()))
                .addKeyValue("bytesPerSecond", Math.round(seen.load().bytesPerSecond()))
                .addKeyValue("targets", seen.load().targets())
                .log("scaling the statefulset members");
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> write(replicas, wanted), blocking),
                        (written, failure) -> failure == null ? written : new Failed(failure));
    }

    private Command write(Replicas seen, int wanted) {
        workload.write(seen, wanted);
        return new Written(seen.replicas(), wanted);
    }
}

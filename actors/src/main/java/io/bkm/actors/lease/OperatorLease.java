package io.bkm.actors.lease;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * The one Lease of an actor system: Pekko's singleton acquires it by way of {@link KubernetesLease}, and the operator
 * that the singleton then starts gets its epoch from it.
 */
public final class OperatorLease implements Extension {

    /** For Pekko's singleton: the path of the settings that name {@link KubernetesLease}. */
    public static final String CONFIG_PATH = "pekko.coordination.lease.bkm-operator";

    private static final Id ID = new Id();

    private final AtomicBoolean held = new AtomicBoolean();
    private volatile @Nullable Started started;

    private record Started(ActorRef<LeaseKeeper.Command> keeper, LeaseSettings settings) {}

    private static final class Id extends ExtensionId<OperatorLease> {
        @Override
        public OperatorLease createExtension(ActorSystem<?> system) {
            return new OperatorLease();
        }
    }

    private OperatorLease() {}

    /** Looks at the Lease from now on. Once for an actor system, before its singleton starts. */
    public static OperatorLease start(ActorSystem<?> system, LeaseParts parts) {
        var lease = of(system);
        var member = Cluster.get(system).selfMember().uniqueAddress();
        var self = new Holder(member.address().hostPort(), member.longUid());
        var attempts =
                new Attempts(parts.store().get(), parts.settings(), self, InstantSource.system(), System::nanoTime);
        var keeper = system.systemActorOf(
                LeaseKeeper.create(attempts, lease.held),
                "bkm-lease",
                DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
        lease.started = new Started(keeper, parts.settings());
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "give-back-lease",
                        () -> lease.release().handle((_, _) -> Done.getInstance()));
        return lease;
    }

    static OperatorLease of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /**
     * A number for an operator that begins, larger than that of any that began before with this Lease, whoever held it,
     * and than {@code above}. Fails where the Lease is not ours, or its server does not answer in time.
     */
    public CompletionStage<Long> begin(long above) {
        var answer = new CompletableFuture<Long>();
        started().keeper().tell(new LeaseKeeper.Begin(above, answer));
        return inTime(answer);
    }

    /** Fails where no answer comes in time: Pekko's singleton then asks again, and would else wait for ever. */
    CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> whenLost) {
        var answer = new CompletableFuture<Boolean>();
        started().keeper().tell(new LeaseKeeper.Acquire(whenLost, answer));
        return inTime(answer);
    }

    private <T> CompletionStage<T> inTime(CompletableFuture<T> answer) {
        return answer.orTimeout(started().settings().duration().toMillis(), TimeUnit.MILLISECONDS);
    }

    CompletionStage<Boolean> release() {
        var answer = new CompletableFuture<Boolean>();
        started().keeper().tell(new LeaseKeeper.Release(answer));
        return answer;
    }

    boolean isHeld() {
        return held.get();
    }

    private Started started() {
        var now = started;
        if (now == null) {
            throw new IllegalStateException("the Lease is asked for before it was started");
        }
        return now;
    }
}

package io.bkm.actors.lease;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.coordination.lease.javadsl.Lease;

/**
 * The {@link OperatorLease} as Pekko knows leases: made by its name in the settings. The name and the owner that Pekko
 * gives it are not used, as {@code bkm.lease} names the Lease and its holder is one life of a member.
 */
public final class KubernetesLease extends Lease {

    private final org.apache.pekko.coordination.lease.LeaseSettings settings;
    private final OperatorLease lease;

    public KubernetesLease(org.apache.pekko.coordination.lease.LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        this.lease = OperatorLease.of(Adapter.toTyped(system));
    }

    @Override
    public org.apache.pekko.coordination.lease.LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        return acquire(_ -> {});
    }

    @Override
    public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLostCallback) {
        return lease.acquire(leaseLostCallback);
    }

    @Override
    public CompletionStage<Boolean> release() {
        return lease.release();
    }

    @Override
    public boolean checkLease() {
        return lease.isHeld();
    }
}

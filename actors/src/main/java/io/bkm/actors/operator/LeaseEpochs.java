package io.bkm.actors.operator;

import io.bkm.actors.lease.OperatorLease;
import java.util.concurrent.CompletionException;

/**
 * The transitions of the Lease. Whoever gets the Lease counts one further, and so does an operator that begins anew while
 * its member holds it; so each has a number of its own, whatever it knows of the others. A Lease that somebody deleted
 * begins with 1 again: then the operator learns from the members, and writes a larger one into the Lease. One that has
 * lost the Lease without knowing cannot: it fails, and never outbids the one after it.
 */
final class LeaseEpochs implements Epochs {

    private final OperatorLease lease;

    LeaseEpochs(OperatorLease lease) {
        this.lease = lease;
    }

    @Override
    public long next() {
        return above(0);
    }

    @Override
    public long above(long epoch) {
        try {
            return lease.begin(epoch).toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw new IllegalStateException("no epoch from the Lease", failure.getCause());
        }
    }
}

package io.bkm.actors.lease;

import java.util.function.Supplier;

/** @param store makes it; called once for each actor system that may hold the Lease, and closed with that */
public record LeaseParts(LeaseSettings settings, Supplier<LeaseStore> store) {}

package io.bkm.actors.operator;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.joins.PodLog;
import io.bkm.actors.lease.LeaseParts;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an {@link Operator} is put together from.
 *
 * @param source makes what is watched; called, and closed, wherever the operator runs
 * @param expand pure; called off the actor's thread
 * @param following who is told of the targets beside the members
 * @param reporter called off the actor's thread
 * @param pods is told of each snapshot
 * @param lease started where the settings ask for it
 * @param counters read by others while the operator runs
 */
public record OperatorParts(
        OperatorSettings settings,
        PlacementSettings placement,
        Supplier<ResourceSource> source,
        Function<Resources, Expanded> expand,
        Following following,
        Reporter reporter,
        PodLog pods,
        LeaseParts lease,
        OperatorCounters counters) {}

package io.bkm.actors.operator;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Rejected;
import io.bkm.actors.operator.Ledger.Placed;
import io.bkm.actors.operator.Operator.Answer;
import io.bkm.actors.operator.Operator.Chunk;
import io.bkm.actors.operator.Operator.NotModified;
import io.bkm.actors.operator.Operator.NotReady;
import io.bkm.actors.operator.OperatorState.ShardState;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.ShardKey;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the operator knows and decides, without its mailbox: members, the latest expansion, what is published. */
final class DesiredState {

    private final OperatorSettings settings;
    private final InstantSource clock;
    private final Epochs epochs;
    private final NodePresence presence;
    private final Ledger ledger;
    private final ForeignTargets foreign;
    /** Of the endpoints that no member has; knows what was there, and believes a sudden loss at the second look. */
    private final Ledger foreignLedger;
    /** What each shard's member last said that it has. */
    private final Map<ShardKey, SortedMap<String, AssignedEndpoint>> acknowledged = new HashMap<>();

    private final Map<ShardKey, OperatorState.Ack> acks = new HashMap<>();
    /** Since when a shard that an operator before us filled would shrink suddenly. */
    private final Map<ShardKey, Long> withheldSince = new HashMap<>();

    private @Nullable Expansion latest;
    private long version;
    /** Those after it are still to come, be they past by now. */
    private long deadlinesHandledAt;

    private String failure = "";

    DesiredState(
            OperatorSettings settings,
            PlacementSettings placement,
            ForeignTargets foreign,
            Epochs epochs,
            InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.epochs = epochs;
        this.presence = new NodePresence(placement);
        this.ledger = new Ledger(settings, epochs.next());
        this.foreign = foreign;
        this.foreignLedger = new Ledger(settings, 0);
    }

    /** The three below return the shards whose list is new. */
    Set<ShardKey> expanded(Expansion expansion) {
        boolean first = latest == null;
        latest = expansion;
        version++;
        failure = "";
        presence.retain(expansion.nodes());
        var changed = plan();
        return first ? union(changed, ledger.shards().keySet()) : changed;
    }

    /** @param nodes those with a daemonset member that is up */
    Set<ShardKey> nodesUp(Set<String> nodes) {
        return presence.update(nodes, now()) ? plan() : Set.of();
    }

    Set<ShardKey> deadlineReached() {
        deadlinesHandledAt = now();
        var released = withheldSince.entrySet().stream()
                .filter(withheld ->
                        now() >= withheld.getValue() + settings.shrinkDelay().toMillis())
                .map(Map.Entry::getKey)
                .toList();
        return union(plan(), released);
    }

    void expansionFailed(String reason) {
        failure = reason;
    }

    /** What a shard's question tells of the operator before us. Returns the shards whose list is new. */
    Set<ShardKey> learn(Operator.Get get) {
        var have = get.have();
        var published = ledger.get(get.shard());
        int order = have.generation().compareTo(published.generation());
        if (order > 0 || (order == 0 && latest != null && !have.hash().equals(published.hash()))) {
            // Not from us: we published nothing newer, and nothing else under this generation.
            ledger.raiseEpoch(epochs.above(have.generation().epoch()));
        }
        boolean fromAnother = have.generation().epoch() != ledger.latest().epoch();
        return fromAnother && presence.displace(Set.copyOf(have.displacedNodes()), now()) ? plan() : Set.of();
    }

    Answer answer(Operator.Get get) {
        var shard = get.shard();
        if (latest == null) {
            return new NotReady(shard);
        }
        var published = ledger.get(shard);
        if (published.hash().equals(get.have().hash())) {
            withheldSince.remove(shard);
            return new NotModified(shard, published.generation());
        }
        return isWithheld(shard, get.have(), published)
                ? new NotModified(shard, get.have().generation())
                : chunk(shard, published.generation(), 0);
    }

    /** The first piece instead when the list is another by now. */
    Answer chunk(ShardKey shard, Generation generation, int index) {
        if (latest == null) {
            return new NotReady(shard);
        }
        var published = ledger.get(shard);
        var bytes = published.encoded().bytes();
        int size = settings.chunkSize();
        int count = (bytes.size() + size - 1) / size;
        int piece = published.generation().equals(generation) && index >= 0 && index < count ? index : 0;
        return new Chunk(
                shard,
                published.generation(),
                published.hash(),
                piece,
                count,
                bytes.slice(piece * size, Math.min(bytes.size(), (piece + 1) * size)));
    }

    void applied(Operator.Applied applied) {
        acks.put(
                applied.shard(),
                new OperatorState.Ack(
                        applied.generation(), applied.endpoints(), applied.targets(), applied.member(), now()));
        var published = ledger.get(applied.shard());
        if (published.generation().equals(applied.generation())) {
            acknowledged.put(applied.shard(), published.endpoints());
            published.dropBytes();
        }
    }

    /** Empty before the first snapshot. */
    Optional<Holdings> holdings() {
        return latest == null
                ? Optional.empty()
                : Optional.of(
                        Holdings.of(latest, acknowledged.values(), endpoints(foreignLedger), hasHeardOfAllShards()));
    }

    /** Empty before the first snapshot. */
    Optional<Reports.Version> version() {
        return latest == null ? Optional.empty() : Optional.of(new Reports.Version(version, latest));
    }

    /** In numbers; empty before the first snapshot. */
    Optional<OperatorCounters.Seen> seen(int unacknowledged) {
        if (latest == null) {
            return Optional.empty();
        }
        var expanded = latest.expanded();
        return Optional.of(new OperatorCounters.Seen(
                ledger.latest().epoch(),
                ledger.latest().seq(),
                latest.groups().size(),
                expanded.targets().size(),
                expanded.dropped(),
                expanded.rejected().size(),
                latest.resources().problems().size(),
                unacknowledged));
    }

    boolean isEmpty(ShardKey shard) {
        return ledger.get(shard).endpoints().isEmpty();
    }

    private boolean hasHeardOfAllShards() {
        return ledger.shards().entrySet().stream()
                .allMatch(shard -> shard.getValue().endpoints().isEmpty() || acks.containsKey(shard.getKey()));
    }

    private static List<SortedMap<String, AssignedEndpoint>> endpoints(Ledger ledger) {
        return ledger.shards().values().stream().map(PublishedShard::endpoints).toList();
    }

    Generation generation(ShardKey shard) {
        return ledger.get(shard).generation();
    }

    /** Zero when one has passed by since {@link #deadlineReached} was called. */
    Optional<Duration> untilDeadline() {
        var next = LongStream.concat(
                        Stream.of(
                                        ledger.nextDeadline(deadlinesHandledAt),
                                        foreignLedger.nextDeadline(deadlinesHandledAt),
                                        presence.nextDeadline(deadlinesHandledAt))
                                .flatMapToLong(DesiredState::stream),
                        withheldSince.values().stream()
                                .mapToLong(
                                        since -> since + settings.shrinkDelay().toMillis()))
                .filter(at -> at > deadlinesHandledAt)
                .min();
        return next.isPresent()
                ? Optional.of(Duration.ofMillis(Math.max(0, next.getAsLong() - now())))
                : Optional.empty();
    }

    /** @param from of the shards the one to begin with */
    OperatorState state(int from) {
        var all = new TreeMap<>(ledger.shards());
        int next = from + OperatorState.SHARDS;
        var shards = all.entrySet().stream()
                .skip(from)
                .limit(OperatorState.SHARDS)
                .map(shard -> new ShardState(
                        shard.getKey(),
                        shard.getValue().generation(),
                        shard.getValue().endpoints().size(),
                        shard.getValue().targets(),
                        acks.get(shard.getKey())))
                .toList();
        var rejected = latest == null ? List.<Rejected>of() : latest.expanded().rejected();
        var problems = latest == null
                ? List.<Resources.Problem>of()
                : latest.resources().problems();
        return new OperatorState(
                latest != null,
                ledger.latest(),
                latest == null ? 0 : latest.groups().size(),
                latest == null ? 0 : latest.expanded().targets().size(),
                latest == null ? 0 : latest.expanded().dropped(),
                shards,
                rejected.size(),
                rejected.subList(0, Math.min(rejected.size(), OperatorState.LISTED)),
                problems.size(),
                problems.subList(0, Math.min(problems.size(), OperatorState.LISTED)),
                failure,
                next < all.size() ? next : -1);
    }

    ExplainedTarget.Page explained(int from) {
        var targets =
                latest == null ? List.<DiscoveredTarget>of() : latest.expanded().targets();
        return ExplainedPages.page(version, targets, from, this::shardOf);
    }

    private Set<ShardKey> plan() {
        if (latest == null) {
            return Set.of();
        }
        var plan = new HashMap<String, Placed>();
        var foreignPlan = new HashMap<String, Placed>();
        latest.groups().forEach((id, group) -> {
            boolean isForeign = foreign.has(
                    group.placement(),
                    group.assigned().endpoint(),
                    group.assigned().targets());
            (isForeign ? foreignPlan : plan).put(id, place(group));
        });
        var _ = foreignLedger.update(foreignPlan, _ -> false, now());
        return ledger.update(plan, this::isAlive, now());
    }

    private Placed place(EndpointGroup group) {
        var shard = shardOf(group);
        return new Placed(
                group.placement() instanceof Placement.OnNode(var node) && shard instanceof ShardKey.Spread
                        ? group.assigned().withDisplacedFrom(node)
                        : group.assigned(),
                shard);
    }

    /** An endpoint's, not a target's: its targets may be placed differently and go the same way. */
    private ShardKey shardOf(EndpointId id) {
        var group = latest == null ? null : latest.groups().get(id.value());
        return group == null ? ShardKey.spread(id) : shardOf(group);
    }

    private ShardKey shardOf(EndpointGroup group) {
        return switch (group.placement()) {
            case Placement.OnNode(var node) when !presence.isDisplaced(node, now()) -> new ShardKey.Node(node);
            case Placement.OnNode _, Placement.Spread _ -> ShardKey.spread(group.id());
        };
    }

    private boolean isAlive(ShardKey shard) {
        return switch (shard) {
            case ShardKey.Node(var node) -> presence.isUp(node);
            case ShardKey.Spread _ -> true;
        };
    }

    private boolean isWithheld(ShardKey shard, Operator.Have have, PublishedShard published) {
        int lost = have.endpoints() - published.endpoints().size();
        boolean fromAnother =
                have.generation().epoch() != published.generation().epoch();
        if (!fromAnother || !ledger.isSudden(lost, have.endpoints())) {
            withheldSince.remove(shard);
            return false;
        }
        return now() - withheldSince.computeIfAbsent(shard, _ -> now())
                < settings.shrinkDelay().toMillis();
    }

    private static Set<ShardKey> union(Set<ShardKey> some, Iterable<ShardKey> others) {
        var all = new LinkedHashSet<>(some);
        others.forEach(all::add);
        return all;
    }

    private static LongStream stream(OptionalLong value) {
        return value.isPresent() ? LongStream.of(value.getAsLong()) : LongStream.empty();
    }

    private long now() {
        return clock.millis();
    }
}

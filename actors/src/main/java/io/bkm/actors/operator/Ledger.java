package io.bkm.actors.operator;

import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What is published: per shard its list with a generation. Turns each new plan into lists so that an endpoint that moves
 * is scraped by exactly one shard at each instant of its grid, and so that a sudden loss is believed only at the second
 * look.
 *
 * <p>Knows neither actors nor clocks. Times are Unix milliseconds.
 */
final class Ledger {

    /** Where an endpoint should be. */
    record Placed(AssignedEndpoint endpoint, ShardKey shard) {}

    /** {@code from} has the endpoint's instants before {@code at}, {@code to} those from it on. */
    private record Move(ShardKey from, ShardKey to, long at) {}

    private final OperatorSettings settings;
    private final Map<ShardKey, PublishedShard> published = new HashMap<>();
    private final Map<String, ShardKey> owners = new HashMap<>();
    private final Map<String, Move> moves = new HashMap<>();
    private final Map<ShardKey, Long> shrinkingSince = new HashMap<>();
    private Generation latest;

    Ledger(OperatorSettings settings, long epoch) {
        this.settings = settings;
        this.latest = new Generation(epoch, 0);
    }

    /**
     * @param plan by endpoint id
     * @param alive whether the member of a shard can still act on what we publish
     * @return the shards whose list is new
     */
    Set<ShardKey> update(Map<String, Placed> plan, Predicate<ShardKey> alive, long now) {
        plan.forEach((id, placed) -> move(id, placed.shard(), alive, now));
        moves.values().removeIf(move -> move.at() <= now);
        var lists = lists(plan);
        retainSuddenLosses(plan, lists, now);
        owners.keySet().removeIf(id -> !plan.containsKey(id) && !isKept(id, lists));
        return publish(lists, now);
    }

    private void move(String id, ShardKey to, Predicate<ShardKey> alive, long now) {
        var from = owners.put(id, to);
        if (from == null || from.equals(to)) {
            return;
        }
        var underWay = moves.get(id);
        if (underWay != null && underWay.at() > now) {
            if (underWay.from().equals(to)) {
                moves.remove(id); // it comes back before it left
            } else {
                moves.put(id, new Move(underWay.from(), to, Math.max(underWay.at(), now + delay())));
            }
        } else if (alive.test(from)) {
            moves.put(id, new Move(from, to, now + delay()));
        } else {
            moves.remove(id); // there is nobody to wait for
        }
    }

    private Map<ShardKey, SortedMap<String, AssignedEndpoint>> lists(Map<String, Placed> plan) {
        var lists = new HashMap<ShardKey, SortedMap<String, AssignedEndpoint>>();
        plan.forEach((id, placed) -> {
            var move = moves.get(id);
            if (move == null) {
                list(lists, placed.shard()).put(id, placed.endpoint());
            } else {
                list(lists, move.to()).put(id, placed.endpoint().withNotBefore(move.at()));
                list(lists, move.from()).put(id, placed.endpoint().withUntil(move.at()));
            }
        });
        return lists;
    }

    private void retainSuddenLosses(
            Map<String, Placed> plan, Map<ShardKey, SortedMap<String, AssignedEndpoint>> lists, long now) {
        published.forEach((shard, before) -> {
            var lost = before.endpoints().keySet().stream()
                    .filter(id -> !plan.containsKey(id))
                    .toList();
            if (!isSudden(lost.size(), before.endpoints().size())) {
                shrinkingSince.remove(shard);
            } else if (now - shrinkingSince.computeIfAbsent(shard, _ -> now)
                    < settings.shrinkDelay().toMillis()) {
                var list = list(lists, shard);
                lost.forEach(id -> list.put(id, before.endpoints().get(id)));
            } else {
                shrinkingSince.remove(shard);
            }
        });
    }

    /** Whether so many losses at once need a second look. */
    boolean isSudden(int lost, int before) {
        return lost > settings.shrinkTargets() && lost > settings.shrinkShare() * before;
    }

    private boolean isKept(String id, Map<ShardKey, SortedMap<String, AssignedEndpoint>> lists) {
        var owner = owners.get(id);
        var list = owner == null ? null : lists.get(owner);
        return list != null && list.containsKey(id);
    }

    private Set<ShardKey> publish(Map<ShardKey, SortedMap<String, AssignedEndpoint>> lists, long now) {
        var next = new Generation(latest.epoch(), latest.seq() + 1);
        var shards = new HashSet<>(published.keySet());
        shards.addAll(lists.keySet());
        var changed = new HashSet<ShardKey>();
        for (var shard : shards) {
            var list = lists.getOrDefault(shard, new TreeMap<>());
            var before = published.get(shard);
            if (before != null) {
                list.replaceAll((id, endpoint) -> keepOldMark(before.endpoints().get(id), endpoint, now));
            }
            if (before == null || !before.endpoints().equals(list)) {
                published.put(shard, new PublishedShard(next, list));
                changed.add(shard);
            }
        }
        if (!changed.isEmpty()) {
            latest = next;
        }
        return changed;
    }

    /** The mark of a finished move means nothing any more; a shard is not sent again only to be rid of it. */
    private static AssignedEndpoint keepOldMark(
            @Nullable AssignedEndpoint before, AssignedEndpoint endpoint, long now) {
        if (before == null || before.notBefore() == 0 || endpoint.notBefore() != 0 || before.notBefore() > now) {
            return endpoint;
        }
        return before.equals(endpoint.withNotBefore(before.notBefore())) ? before : endpoint;
    }

    /** What a shard should have; an empty list when no endpoint is its. */
    PublishedShard get(ShardKey shard) {
        return published.computeIfAbsent(shard, _ -> new PublishedShard(latest, new TreeMap<>()));
    }

    Map<ShardKey, PublishedShard> shards() {
        return Map.copyOf(published);
    }

    Generation latest() {
        return latest;
    }

    /** Everything published so far gets a generation of the new epoch. */
    void raiseEpoch(long epoch) {
        latest = new Generation(epoch, latest.seq() + 1);
        published.replaceAll((_, shard) -> shard.at(latest));
    }

    /** When, first after that time, {@link #update} has something to do even without news. */
    OptionalLong nextDeadline(long after) {
        return LongStream.concat(
                        moves.values().stream().mapToLong(Move::at),
                        shrinkingSince.values().stream()
                                .mapToLong(
                                        since -> since + settings.shrinkDelay().toMillis()))
                .filter(at -> at > after)
                .min();
    }

    private long delay() {
        return settings.moveDelay().toMillis();
    }

    private static SortedMap<String, AssignedEndpoint> list(
            Map<ShardKey, SortedMap<String, AssignedEndpoint>> lists, ShardKey shard) {
        return lists.computeIfAbsent(shard, _ -> new TreeMap<>());
    }
}

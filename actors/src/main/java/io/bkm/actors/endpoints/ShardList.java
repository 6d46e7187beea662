package io.bkm.actors.endpoints;

import io.bkm.actors.operator.Operator;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The list that a shard has, and what is still to do until its entities agree with it. The table says what is really
 * scraped; this never trusts that a message arrived.
 */
final class ShardList {

    private final ShardKey shard;
    private final EndpointTable table;
    private final BiConsumer<String, EndpointActor.Command> entities;

    private Generation generation = Generation.NONE;
    private String hash = "";
    private Map<String, AssignedEndpoint> endpoints = Map.of();

    /** Told, and not yet seen in the table. */
    private final Set<String> unsettled = new LinkedHashSet<>();

    /** New here, and not yet begun. */
    private final Deque<String> toBegin = new ArrayDeque<>();

    /** What the owner before us said of endpoints that are not here yet. */
    private final Map<String, Long> lastOfFormer = new HashMap<>();

    /** @param entities sends a command to the entity of an endpoint id */
    ShardList(ShardKey shard, EndpointTable table, BiConsumer<String, EndpointActor.Command> entities) {
        this.shard = shard;
        this.table = table;
        this.entities = entities;
    }

    Generation generation() {
        return generation;
    }

    void apply(Generation newGeneration, String newHash, List<AssignedEndpoint> list) {
        generation = newGeneration;
        hash = newHash;
        var before = endpoints;
        var next = new LinkedHashMap<String, AssignedEndpoint>();
        for (var endpoint : list) {
            var id = endpoint.id().value();
            var known = before.get(id);
            next.put(id, endpoint.equals(known) ? known : endpoint); // one copy of what stays
            if (known == null) {
                toBegin.add(id);
            }
        }
        endpoints = next;
        reconcile();
    }

    /** The list is right under a newer name. */
    void confirm(Generation newGeneration) {
        if (newGeneration.compareTo(generation) > 0) {
            generation = newGeneration;
        }
    }

    /** Tells the entities whatever the table does not show. */
    void reconcile() {
        unsettled.clear();
        endpoints.forEach((id, endpoint) -> {
            if (!isSettled(id)) {
                unsettled.add(id);
                entities.accept(id, new EndpointActor.Assign(generation, endpoint));
            }
        });
        for (var id : table.ids(shard)) {
            if (!endpoints.containsKey(id)) {
                release(id);
            }
        }
    }

    private void release(String id) {
        var run = table.get(shard, id);
        if (run != null && run.isOrphan()) {
            table.close(run); // from another life of this member: there is no entity to tell
        } else {
            entities.accept(id, new EndpointActor.Release(generation));
        }
    }

    /** Whether all entities have what the list says. */
    boolean isSettled() {
        unsettled.removeIf(this::isSettled);
        return unsettled.isEmpty();
    }

    private boolean isSettled(String id) {
        var run = table.get(shard, id);
        return run != null && !run.isOrphan() && Objects.equals(run.endpoint(), endpoints.get(id));
    }

    /** Begins with at most {@code most} new endpoints. Whether there are more. */
    boolean begin(int most) {
        int left = Math.min(most, toBegin.size());
        while (left-- > 0) {
            var id = toBegin.remove();
            var run = table.get(shard, id);
            if (run != null) {
                begin(run, lastOfFormer.remove(id));
            } else if (endpoints.containsKey(id)) {
                toBegin.add(id);
            }
        }
        return !toBegin.isEmpty();
    }

    private static void begin(EndpointRun run, @Nullable Long last) {
        if (last == null) {
            run.begin();
        } else {
            run.resumeAfter(last);
        }
    }

    void handOver(Map<String, Long> last) {
        last.forEach((id, instant) -> {
            var run = table.get(shard, id);
            if (run != null) {
                run.resumeAfter(instant);
            } else {
                lastOfFormer.put(id, instant);
            }
        });
    }

    /**
     * Ends all scraping of the shard.
     *
     * @return by endpoint id, the last instant that was taken care of, here or before
     */
    Map<String, Long> close() {
        return table.closeShard(shard, lastOfFormer);
    }

    /** What was handed over for endpoints that never came is of no use any more. */
    void forgetFormer() {
        if (!generation.equals(Generation.NONE) && toBegin.isEmpty()) {
            lastOfFormer.clear();
        }
    }

    Operator.Have have() {
        var displaced = endpoints.values().stream()
                .map(AssignedEndpoint::displacedFrom)
                .filter(node -> !node.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return new Operator.Have(generation, hash, endpoints.size(), displaced);
    }

    Operator.Applied applied(String member) {
        int targets = endpoints.values().stream()
                .mapToInt(endpoint -> endpoint.targets().size())
                .sum();
        return new Operator.Applied(shard, generation, hash, endpoints.size(), targets, member);
    }
}

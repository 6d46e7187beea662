package io.bkm.actors.mirror;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.placement.AssignedEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of endpoints that somebody has. Keeps what it made: of targets that stay the same, and of endpoints that
 * somebody still has though the resources make them no more.
 */
final class HeldTasks {

    private record Made(String endpoint, Optional<WorkerTask> task) {}

    private final TaskRenderer renderer;
    private IdentityHashMap<DiscoveredTarget, Made> made = new IdentityHashMap<>();
    private Map<String, List<WorkerTask>> byEndpoint = new HashMap<>();

    HeldTasks(TaskRenderer renderer) {
        this.renderer = renderer;
    }

    /**
     * @param targets all that there are
     * @param held endpoints by id; one may be held by two shards while it moves
     */
    Collection<WorkerTask> of(List<DiscoveredTarget> targets, List<Map<String, AssignedEndpoint>> held) {
        var endpoints = new HashMap<String, List<AssignedEndpoint>>();
        held.forEach(list -> list.forEach((id, endpoint) ->
                endpoints.computeIfAbsent(id, _ -> new ArrayList<>()).add(endpoint)));
        var nextMade = new IdentityHashMap<DiscoveredTarget, Made>();
        var next = new HashMap<String, List<WorkerTask>>();
        for (var target : targets) {
            var one = made.get(target);
            if (one == null) {
                one = new Made(target.endpoint().id().value(), renderer.task(target));
            }
            nextMade.put(target, one);
            var holders = endpoints.getOrDefault(one.endpoint(), List.of());
            if (holders.stream().anyMatch(holder -> holder.targets().contains(target.target()))) {
                var tasks = next.computeIfAbsent(one.endpoint(), _ -> new ArrayList<>());
                one.task().ifPresent(tasks::add);
            }
        }
        byEndpoint.forEach((id, tasks) -> {
            if (endpoints.containsKey(id)) {
                next.putIfAbsent(id, tasks);
            }
        });
        made = nextMade;
        byEndpoint = next;
        var byName = new LinkedHashMap<String, WorkerTask>();
        // Equal names are equal tasks: the name has the text's hash.
        next.values().forEach(tasks -> tasks.forEach(task -> byName.put(task.fileName(), task)));
        return byName.values();
    }
}

package io.bkm.actors.operator;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups targets by endpoint. What is the same as the time before is the same instance, and costs a look: of twenty
 * thousand endpoints few change at once. For one thread at a time.
 */
final class EndpointGroups {

    private record Made(List<DiscoveredTarget> from, EndpointGroup group) {}

    /** An endpoint's id takes a hash of all that shapes its request. */
    private IdentityHashMap<Endpoint, String> ids = new IdentityHashMap<>();

    private Map<String, Made> latest = Map.of();

    /** By endpoint id; equal targets in any order are equal groups. */
    Map<String, EndpointGroup> of(List<DiscoveredTarget> targets) {
        var found = new HashMap<String, List<DiscoveredTarget>>();
        var known = new IdentityHashMap<Endpoint, String>();
        for (var target : targets) {
            var endpoint = target.endpoint();
            var id = ids.get(endpoint);
            var sure = id == null ? endpoint.id().value() : id;
            known.put(endpoint, sure);
            found.computeIfAbsent(sure, _ -> new ArrayList<>(1)).add(target);
        }
        ids = known;
        var made = new HashMap<String, Made>();
        var groups = new HashMap<String, EndpointGroup>();
        found.forEach((id, from) -> {
            var before = latest.get(id);
            var now = before != null && areSame(before.from(), from)
                    ? before
                    : new Made(from, EndpointGroup.of(new EndpointId(id), from));
            made.put(id, now);
            groups.put(id, now.group());
        });
        latest = made;
        return groups;
    }

    /** Targets that did not change are the same instances; to compare their labels would take longer than to group them. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean areSame(List<DiscoveredTarget> a, List<DiscoveredTarget> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }
}

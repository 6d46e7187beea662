package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.bkm.streams.targets.Populated;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** All discovered label sets that end as a target, not only the one that is shown. */
final class DiscoveredLabels {

    private record Key(String job, String url, Map<String, String> labels) {}

    private final Map<Key, Set<Map<String, String>>> byTarget = new HashMap<>();

    static DiscoveredLabels of(Resources resources, ExpansionSettings settings) {
        var all = new DiscoveredLabels();
        Expansion.forEachGroup(
                resources, settings, (job, group) -> group.found().forEach(found -> all.add(job.pool(), found.kept())));
        return all;
    }

    private void add(String job, Populated.Kept kept) {
        byTarget.computeIfAbsent(new Key(job, kept.url(), kept.labels().toMap()), _ -> new HashSet<>())
                .add(kept.discovered().toMap());
    }

    boolean contains(String job, String url, Map<String, String> labels, Map<String, String> discovered) {
        return byTarget.getOrDefault(new Key(job, url, labels), Set.of()).contains(discovered);
    }
}

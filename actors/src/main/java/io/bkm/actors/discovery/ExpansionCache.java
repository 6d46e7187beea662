package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.KubernetesDiscovery;
import io.bkm.crds.Monitor;
import io.bkm.crds.ScrapeConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one expansion leaves to the next, so that a small change costs little. Has no effect on the answer. Holds what
 * the last expansion used and nothing older; belongs to one settings record and one thread at a time.
 */
public final class ExpansionCache {

    private final KubernetesDiscovery discovery = new KubernetesDiscovery();
    private final OutsideGroups outside = new OutsideGroups();
    private IdentityHashMap<Monitor, MonitorJobs> jobs = new IdentityHashMap<>();
    private IdentityHashMap<ScrapeJob, PoolExpansion> pools = new IdentityHashMap<>();
    private @Nullable ExpansionSettings settings;
    private List<ScrapeConfig> annotated = List.of();
    private @Nullable ExpansionSettings settingsOfAnnotated;
    private KubeNodes nodes = new KubeNodes(Set.of(), Set.of(), Map.of(), Map.of());

    OutsideGroups outside() {
        return outside;
    }

    KubernetesDiscovery discovery() {
        return discovery;
    }

    /** Other settings make everything else: nothing is left then. */
    void useFor(ExpansionSettings next) {
        if (!next.equals(settings)) {
            jobs = new IdentityHashMap<>();
            pools = new IdentityHashMap<>();
            settings = next;
            annotated = AnnotationDiscovery.of(next);
            settingsOfAnnotated = next.ofNoMonitor();
        }
    }

    /** What the settings discover by annotations: the same instances at each expansion. */
    List<ScrapeConfig> annotated() {
        return annotated;
    }

    /** The instance of before where nothing changed that matters. */
    KubeNodes nodes(KubeNodes next) {
        nodes = next.equals(nodes) ? nodes : next;
        return nodes;
    }

    List<MonitorJobs> monitors(List<Monitor> monitors, References references) {
        var next = new IdentityHashMap<Monitor, MonitorJobs>();
        var all = new ArrayList<MonitorJobs>();
        for (var monitor : monitors) {
            var known = jobs.get(monitor);
            var made = known != null && known.isOf(monitor, references)
                    ? known
                    : MonitorJobs.of(monitor, settingsFor(monitor), references);
            next.put(monitor, made);
            all.add(made);
        }
        jobs = next;
        return all;
    }

    @SuppressWarnings("ReferenceEquality") // somebody's monitor may be equal to one of them, and is not one
    private ExpansionSettings settingsFor(Monitor monitor) {
        return Objects.requireNonNull(
                annotated.stream().anyMatch(ours -> ours == monitor) ? settingsOfAnnotated : settings);
    }

    /** The pools of these monitors, by name. */
    List<PoolExpansion> pools(List<MonitorJobs> monitors) {
        var next = new IdentityHashMap<ScrapeJob, PoolExpansion>();
        var all = new ArrayList<PoolExpansion>();
        for (var monitor : monitors) {
            for (var job : monitor.jobs()) {
                var known = pools.get(job);
                var pool = known != null ? known : new PoolExpansion(job, Objects.requireNonNull(settings));
                next.put(job, pool);
                all.add(pool);
            }
        }
        pools = next;
        all.sort(Comparator.comparing(pool -> pool.job().pool()));
        return all;
    }
}

package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.KubernetesDiscovery;
import io.bkm.actors.sd.External;
import io.bkm.actors.sd.ScrapeFile;
import io.bkm.crds.Monitor;
import io.bkm.crds.ScrapeConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private final DiscoveryCounters counters;
    private IdentityHashMap<Monitor, MonitorJobs> jobs = new IdentityHashMap<>();
    private IdentityHashMap<ScrapeFile, PromJobs> files = new IdentityHashMap<>();
    private IdentityHashMap<ScrapeJob, PoolExpansion> pools = new IdentityHashMap<>();
    private @Nullable ExpansionSettings settings;
    private List<ScrapeConfig> annotated = List.of();
    private @Nullable ExpansionSettings settingsOfAnnotated;
    private KubeNodes nodes = new KubeNodes(Set.of(), Set.of(), Map.of(), Map.of());

    public ExpansionCache() {
        this(new DiscoveryCounters());
    }

    public ExpansionCache(DiscoveryCounters counters) {
        this.counters = counters;
    }

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
            files = new IdentityHashMap<>();
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

    /** The jobs of files, made once for as long as a file stays. Of jobs with the same id the first counts. */
    List<PromJobs.Job> promJobs(External external) {
        var next = new IdentityHashMap<ScrapeFile, PromJobs>();
        var jobs = new ArrayList<PromJobs.Job>();
        var ids = new HashMap<String, String>();
        for (var file : external.scrapeFiles()) {
            var known = files.get(file);
            var made = known != null ? known : PromJobs.of(file, Objects.requireNonNull(settings), external.promSd());
            next.put(file, made);
            for (var job : made.jobs()) {
                var earlier = ids.putIfAbsent(job.id(), file.namespace());
                jobs.add(earlier == null ? job : job.repeated(file.namespace(), earlier));
            }
        }
        files = next;
        return jobs;
    }

    /** The pools of these jobs, by name. */
    List<PoolExpansion> pools(List<ScrapeJob> all) {
        var next = new IdentityHashMap<ScrapeJob, PoolExpansion>();
        var made = new ArrayList<PoolExpansion>();
        for (var job : all) {
            var known = pools.get(job);
            var pool = known != null ? known : new PoolExpansion(job, Objects.requireNonNull(settings), counters);
            next.put(job, pool);
            made.add(pool);
        }
        pools.forEach((job, pool) -> {
            if (!next.containsKey(job)) {
                pool.close();
            }
        });
        pools = next;
        made.sort(Comparator.comparing(pool -> pool.job().pool()));
        return made;
    }
}

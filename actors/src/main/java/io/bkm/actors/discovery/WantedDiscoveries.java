package io.bkm.actors.discovery;

import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.Discovery;
import io.bkm.crds.Monitor;
import io.bkm.crds.ScrapeConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which discoveries outside of Kubernetes the jobs ask for. Keeps what it made of monitors that did not change. */
public final class WantedDiscoveries implements Function<Resources, Set<Discovery>> {

    private final ExpansionSettings settings;
    private final ExpansionCache cache = new ExpansionCache();

    public WantedDiscoveries(ExpansionSettings settings) {
        this.settings = settings;
        cache.useFor(settings);
    }

    @Override
    public Set<Discovery> apply(Resources resources) {
        var all = new LinkedHashSet<Discovery>();
        cache.promJobs(resources.external()).forEach(job -> all.addAll(in(job.pools())));
        var configs = resources.scrapeConfigs().stream()
                .filter(WantedDiscoveries::mayLeadOut)
                .map(Monitor.class::cast)
                .toList();
        if (configs.isEmpty()) {
            return all; // as in most clusters: then this costs nothing
        }
        var counting = MonitorSelection.counting(configs.stream(), resources, settings);
        for (var monitor : cache.monitors(counting, References.of(resources))) {
            all.addAll(in(monitor.jobs()));
        }
        return all;
    }

    private static boolean mayLeadOut(ScrapeConfig config) {
        var spec = config.spec();
        return !(spec.fileSDConfigs().isEmpty()
                && spec.httpSDConfigs().isEmpty()
                && spec.dnsSDConfigs().isEmpty());
    }

    private static List<Discovery> in(List<ScrapeJob> jobs) {
        return jobs.stream()
                .flatMap(job -> job.searches().stream())
                .flatMap(search -> search.source() instanceof Source.Outside outside
                        ? Stream.of(outside.discovery())
                        : Stream.of())
                .toList();
    }
}

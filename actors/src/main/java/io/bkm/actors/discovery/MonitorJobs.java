package io.bkm.actors.discovery;

import io.bkm.crds.Monitor;
import io.bkm.crds.PodMonitor;
import io.bkm.crds.Probe;
import io.bkm.crds.ScrapeConfig;
import io.bkm.crds.ServiceMonitor;
import java.util.List;

/**
 * The jobs of a monitor, or why it has none.
 *
 * @param read the Secrets and ConfigMaps that it was made of
 */
record MonitorJobs(Monitor monitor, List<ScrapeJob> jobs, List<Rejected> rejected, References.Reader read) {

    MonitorJobs {
        jobs = List.copyOf(jobs);
        rejected = List.copyOf(rejected);
    }

    static MonitorJobs of(Monitor monitor, ExpansionSettings settings, References references) {
        var read = references.reader(monitor.metadata().namespace());
        var id = MonitorId.of(monitor);
        try {
            var context = JobContext.of(monitor, settings, read);
            var jobs = switch (monitor) {
                case ServiceMonitor serviceMonitor -> ServiceMonitorJobs.of(serviceMonitor, context);
                case PodMonitor podMonitor -> PodMonitorJobs.of(podMonitor, context);
                case Probe probe -> List.of(ProbeJobs.of(probe, context));
                case ScrapeConfig config -> List.of(ScrapeConfigJobs.of(config, context));
            };
            var unknown =
                    monitor instanceof ScrapeConfig config ? UnknownDiscoveries.in(config.spec()) : List.<String>of();
            return new MonitorJobs(
                    monitor, jobs, unknown.stream().map(id::rejected).toList(), read);
        } catch (Refusal refusal) {
            return new MonitorJobs(monitor, List.of(), List.of(id.rejected(refusal.reason())), read);
        } finally {
            read.close();
        }
    }

    /** Whether it is still right in a snapshot with this instance of the monitor and these references. */
    @SuppressWarnings("ReferenceEquality") // snapshots share what did not change
    boolean isOf(Monitor other, References references) {
        return monitor == other && read.sameIn(references);
    }
}

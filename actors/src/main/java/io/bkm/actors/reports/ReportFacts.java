package io.bkm.actors.reports;

import io.bkm.actors.autoscale.AutoscaleCounters;
import io.bkm.actors.dataids.DataIdCounters;
import io.bkm.actors.discovery.DiscoveryCounters;
import io.bkm.actors.mirror.MirrorCounters;
import io.bkm.actors.mirror.MirrorMode;
import io.bkm.actors.operator.OperatorCounters;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What reports tell of the member that makes them, beside the resources.
 *
 * @param uptime of the process
 * @param kubernetesVersion of the API server, as in {@code v1.34.1}; "" while that is not known
 * @param statefulsetMembers how many of them are up
 */
public record ReportFacts(
        Build build,
        Supplier<Duration> uptime,
        Supplier<String> kubernetesVersion,
        IntSupplier statefulsetMembers,
        OperatorCounters operator,
        DiscoveryCounters discovery,
        DataIdCounters dataIds,
        MirrorMode mirrorMode,
        MirrorCounters mirror,
        AutoscaleCounters autoscale) {

    /** What was built; "unknown" for what is not. */
    public record Build(String version, String gitHash, String buildTime) {

        /** That of the archive that a class is from. */
        public static Build of(Class<?> anchor) {
            var version = anchor.getPackage().getImplementationVersion();
            return new Build(version == null ? "unknown" : version, "unknown", "unknown");
        }
    }
}

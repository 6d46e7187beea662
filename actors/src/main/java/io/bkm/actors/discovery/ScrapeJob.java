package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.AttachMetadata;
import io.bkm.actors.discovery.kubernetes.NamespaceScope;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.Selectors;
import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.actors.sd.Discovery;
import io.bkm.streams.targets.ScrapePool;
import io.bkm.streams.targets.TargetLabels;
import java.util.List;

/**
 * One scrape pool: what prometheus-operator writes as an entry of {@code scrape_configs}, checked and ready to run.
 *
 * @param endpointIndex place of the monitor's endpoint that made it
 * @param pool its name: {@code serviceMonitor/ns/name/i} and the like
 * @param targetLimit 0 means none
 */
record ScrapeJob(
        MonitorId monitor,
        int endpointIndex,
        String pool,
        List<Search> searches,
        RequestSettings request,
        SampleSettings samples,
        long targetLimit,
        MonitorAnnotations annotations,
        AsWritten written) {

    ScrapeJob {
        searches = List.copyOf(searches);
    }

    /** Where to look for targets, and what makes them of what is found there. */
    record Search(Source source, TargetLabels labels, GroupFilter filter) {

        static Search of(Source source, ScrapePool pool) {
            boolean pods = source instanceof Source.Kubernetes kubernetes && kubernetes.role() == Role.POD;
            return new Search(source, TargetLabels.of(pool), GroupFilter.of(pool.relabelings(), pods));
        }
    }

    sealed interface Source {

        /** Objects of the cluster. */
        record Kubernetes(Role role, NamespaceScope scope, AttachMetadata attach, Selectors selectors)
                implements Source {}

        /** Endpoints of those Services that have no EndpointSlice: from before there were any. */
        record EndpointsWithoutSlices(NamespaceScope scope, AttachMetadata attach, Selectors selectors)
                implements Source {}

        /** Written in the monitor. */
        record Static(List<TargetGroup> groups) implements Source {

            public Static {
                groups = List.copyOf(groups);
            }
        }

        /**
         * What a discovery outside of Kubernetes has found.
         *
         * @param ofClusterOnly only groups whose source ends in the address of a pod or a node, and a port
         */
        record Outside(Discovery discovery, boolean ofClusterOnly) implements Source {

            Outside(Discovery discovery) {
                this(discovery, false);
            }
        }
    }
}

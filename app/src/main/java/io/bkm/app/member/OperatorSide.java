package io.bkm.app.member;

import com.typesafe.config.Config;
import io.bkm.actors.autoscale.AutoscaleSettings;
import io.bkm.actors.autoscale.Autoscaler;
import io.bkm.actors.autoscale.StatefulSetScale;
import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionCache;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorSelection;
import io.bkm.actors.discovery.ScrapeSecrets;
import io.bkm.actors.discovery.WantedDiscoveries;
import io.bkm.actors.joins.PodLog;
import io.bkm.actors.kubelet.KubeletEndpoints;
import io.bkm.actors.kubelet.KubeletSettings;
import io.bkm.actors.lease.KubernetesLeaseStore;
import io.bkm.actors.lease.LeaseParts;
import io.bkm.actors.lease.LeaseSettings;
import io.bkm.actors.mirror.MirrorSettings;
import io.bkm.actors.mirror.SecretMirror;
import io.bkm.actors.mirror.TaskFile;
import io.bkm.actors.operator.Following;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorParts;
import io.bkm.actors.operator.OperatorSettings;
import io.bkm.actors.operator.PlacementSettings;
import io.bkm.actors.operator.Reporter;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.reports.BkmonitorReports;
import io.bkm.actors.reports.ReportFacts;
import io.bkm.actors.reports.ReportSettings;
import io.bkm.actors.resources.ManifestFolder;
import io.bkm.actors.resources.ManifestSettings;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.kubernetes.KubernetesClients;
import io.bkm.actors.resources.kubernetes.KubernetesSettings;
import io.bkm.actors.resources.kubernetes.KubernetesSource;
import io.bkm.actors.resources.kubernetes.ReferringSettings;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.running.Discoverers;
import io.bkm.actors.sd.running.SdSettings;
import io.bkm.actors.status.StatusSettings;
import io.bkm.actors.status.StatusWriter;
import io.bkm.app.metrics.ControlCounters;
import io.bkm.streams.fetch.FetchSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** What a member with role operator may have to run: the operator, what it reads, and what is kept beside it. */
final class OperatorSide {

    private final Config config;
    private final MemberSettings member;
    private final ControlCounters counters;
    private final PodLog pods = new PodLog(InstantSource.system());

    OperatorSide(Config config, MemberSettings member, ControlCounters counters) {
        this.config = config;
        this.member = member;
        this.counters = counters;
    }

    ActorRef<Operator.Command> start(ActorSystem<?> system) {
        var parts = new OperatorParts(
                OperatorSettings.from(config),
                PlacementSettings.from(config),
                source(),
                expansion(),
                following(),
                reporter(system),
                pods,
                lease(),
                counters.operator());
        return Operator.start(system, parts);
    }

    private Following following() {
        var expansion = ExpansionSettings.from(config);
        var mirrored = SecretMirror.following(
                MirrorSettings.from(config), expansion.builtinLabels(), counters.mirror(), clients());
        return switch (member.source()) {
            case MANIFESTS -> mirrored;
            case KUBERNETES ->
                StatusWriter.beside(
                        mirrored,
                        StatusSettings.from(config),
                        expansion,
                        KubernetesSettings.from(config),
                        member.host(),
                        counters.status(),
                        clients());
        };
    }

    /** What it asks for must be answered before the next is due. */
    private LeaseParts lease() {
        var lease = LeaseSettings.from(config);
        var settings = KubernetesSettings.from(config);
        return new LeaseParts(
                lease,
                () -> new KubernetesLeaseStore(
                        KubernetesClients.create(settings, counters.kubernetes(), lease.renewInterval()), lease));
    }

    private Reporter reporter(ActorSystem<?> system) {
        var expansion = ExpansionSettings.from(config);
        var mirror = MirrorSettings.from(config);
        var facts = new ReportFacts(
                ReportFacts.Build.of(OperatorSide.class),
                () -> Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                counters.kubernetes()::serverVersion,
                () -> statefulsetMembers(system),
                counters.operator(),
                counters.expansion(),
                counters.dataIds(),
                mirror.mode(),
                counters.mirror(),
                counters.autoscale());
        return new BkmonitorReports(
                expansion, ReportSettings.from(config), TaskFile.namer(mirror, expansion.builtinLabels()), pods, facts);
    }

    private static int statefulsetMembers(ActorSystem<?> system) {
        return (int)
                StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                        .filter(other -> other.hasRole(Roles.STATEFULSET)
                                && other.status().equals(MemberStatus.up()))
                        .count();
    }

    /** Nothing where the settings do not ask for it. */
    void startAutoscaler(ActorSystem<?> system, ClusterStatus status) {
        var settings = AutoscaleSettings.from(config);
        if (settings.enabled()) {
            Autoscaler.start(
                    system,
                    settings,
                    status::spreadLoad,
                    () -> new StatefulSetScale(clients().get(), settings),
                    counters.autoscale());
        }
    }

    private Supplier<ResourceSource> source() {
        var kubelets = KubeletSettings.from(config);
        var resources = resources();
        var expansion = ExpansionSettings.from(config);
        var discovery = SdSettings.from(config);
        var fetch = FetchSettings.from(config);
        var promSd = PromSdSettings.from(config);
        return () -> Discoverers.beside(
                ScrapeSecrets.beside(KubeletEndpoints.beside(resources.get(), kubelets, clients()), promSd),
                new WantedDiscoveries(expansion),
                discovery,
                fetch,
                counters.discovery());
    }

    private Supplier<ResourceSource> resources() {
        return switch (member.source()) {
            case MANIFESTS -> folders(member.manifests(), ManifestSettings.from(config));
            case KUBERNETES -> {
                var settings = KubernetesSettings.from(config);
                var expansion = ExpansionSettings.from(config);
                yield () -> new KubernetesSource(
                        settings,
                        counters.kubernetes(),
                        resources -> MonitorSelection.counting(resources, expansion),
                        new ReferringSettings(
                                List.copyOf(expansion.scrapeClasses().byName().values()), expansion.ownNamespace()),
                        PromSdSettings.from(config).secrets());
            }
        };
    }

    private static Supplier<ResourceSource> folders(List<String> manifests, ManifestSettings settings) {
        return () -> {
            var folders = new ArrayList<ResourceSource>();
            for (var folder : manifests) {
                folders.add(new ManifestFolder(new ManifestSettings(
                        folder,
                        settings.settle(),
                        settings.rescanInterval(),
                        settings.maxFileSize(),
                        settings.maxTotalSize())));
            }
            return folders.size() == 1 ? folders.getFirst() : new MergedSource(folders);
        };
    }

    private Function<Resources, Expanded> expansion() {
        var settings = ExpansionSettings.from(config);
        var cache = new ExpansionCache(counters.expansion());
        return resources -> {
            counters.dataIds().saw(resources.dataIds());
            return Expansion.expand(resources, settings, cache);
        };
    }

    /** Each belongs to whoever asks for it. */
    private Supplier<KubernetesClient> clients() {
        var settings = KubernetesSettings.from(config);
        return () -> KubernetesClients.create(settings, counters.kubernetes());
    }
}

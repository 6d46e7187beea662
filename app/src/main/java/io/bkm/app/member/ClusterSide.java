package io.bkm.app.member;

import com.typesafe.config.Config;
import io.bkm.actors.cluster.ClusterConfig;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.ExpansionCache;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.endpoints.EndpointRegions;
import io.bkm.actors.endpoints.EndpointSettings;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorSettings;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.PlacementSettings;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.resources.ManifestFolder;
import io.bkm.actors.resources.ManifestSettings;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.status.ClusterTargets;
import io.bkm.actors.status.TargetReporter;
import io.bkm.app.http.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/** The part of a member that is in the cluster: what its roles let it host, and what it can tell of the others. */
final class ClusterSide implements ClusterView, AutoCloseable {

    private static final String DATA_CENTRE_ROLE = "dc-";
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    private final ActorSystem<Void> system;
    private final Cluster cluster;
    private final ActorRef<Operator.Command> operator;

    private ClusterSide(ActorSystem<Void> system, ActorRef<Operator.Command> operator) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.operator = operator;
    }

    /** Starts the member's actor system, which joins or forms the cluster by itself. */
    static ClusterSide start(Config config, MemberSettings member, EndpointTable table) {
        var system = ActorSystem.<Void>create(Behaviors.empty(), ClusterConfig.SYSTEM, config);
        var operator = member.roles().contains(Roles.OPERATOR)
                ? Operator.start(
                        system,
                        OperatorSettings.from(config),
                        PlacementSettings.from(config),
                        source(config, member),
                        expansion(config))
                : Operator.proxy(system);
        var _ = EndpointRegions.start(system, table, operator, EndpointSettings.from(config));
        var address = hostAndPort(Cluster.get(system).selfMember().address());
        var _ = system.systemActorOf(
                TargetReporter.create(address, table::statuses), "bkm-target-reporter", Props.empty());
        var _ = PekkoManagement.get(system).start();
        ClusterBootstrap.get(system).start();
        return new ClusterSide(system, operator);
    }

    private static Supplier<ResourceSource> source(Config config, MemberSettings member) {
        var settings = ManifestSettings.from(config);
        return () -> {
            var folders = new ArrayList<ResourceSource>();
            for (var folder : member.manifests()) {
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

    private static Function<Resources, Expanded> expansion(Config config) {
        var settings = ExpansionSettings.from(config);
        var cache = new ExpansionCache();
        return resources -> Expansion.expand(resources, settings, cache);
    }

    @Override
    public List<ClusterView.Member> members() {
        var members = new ArrayList<org.apache.pekko.cluster.Member>();
        cluster.state().getMembers().forEach(members::add);
        members.sort((a, b) -> a.isOlderThan(b) ? -1 : b.isOlderThan(a) ? 1 : 0);
        return members.stream()
                .map(member -> new ClusterView.Member(
                        hostAndPort(member.address()),
                        roles(member),
                        member.status().toString()))
                .toList();
    }

    /** Without the role of its data centre, which Pekko adds to every member. */
    private static Set<String> roles(org.apache.pekko.cluster.Member member) {
        return member.getRoles().stream()
                .filter(role -> !role.startsWith(DATA_CENTRE_ROLE))
                .collect(Collectors.toSet());
    }

    @Override
    public CompletionStage<List<OwnedTarget>> targets() {
        return ClusterTargets.ask(system, ASK_TIMEOUT)
                .thenApply(targets -> targets.stream()
                        .map(target -> new OwnedTarget(target.owner(), target.status()))
                        .toList());
    }

    @Override
    public CompletionStage<OperatorState> operator() {
        return AskPattern.ask(operator, Operator.GetState::new, ASK_TIMEOUT, system.scheduler());
    }

    /** How many members this one sees up. */
    int membersUp() {
        return (int) members().stream()
                .filter(member -> member.status().equals(MemberStatus.up().toString()))
                .count();
    }

    boolean isUp() {
        return cluster.selfMember().status().equals(MemberStatus.up());
    }

    void awaitEnd() {
        system.getWhenTerminated().toCompletableFuture().join();
    }

    /** Leaves the cluster: the shards are handed over before the actor system ends. */
    @Override
    public void close() {
        system.terminate();
        awaitEnd();
    }

    private static String hostAndPort(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}

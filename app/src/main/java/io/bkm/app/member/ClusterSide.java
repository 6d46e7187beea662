package io.bkm.app.member;

import com.typesafe.config.Config;
import io.bkm.actors.cluster.ClusterConfig;
import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.Member;
import io.bkm.actors.cluster.Peek;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.endpoints.EndpointRegions;
import io.bkm.actors.endpoints.EndpointSettings;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.actors.joins.JoinSettings;
import io.bkm.actors.joins.PodPuller;
import io.bkm.actors.joins.PodStore;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.placement.Roles;
import io.bkm.app.http.ClusterView;
import io.bkm.app.metrics.ControlCounters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The part of a member that is in the cluster: what its roles let it host, and what it can tell of the others. A member
 * that the cluster has put out joins it anew where its role asks for that; what is told is then told by the new system.
 */
final class ClusterSide implements ClusterView, AutoCloseable {

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(20);

    private final Member member;
    private final AtomicReference<Joined> joined;
    private final int maxTargets;
    private final ControlCounters counters;

    /** One life in the cluster: from an actor system's start to its end. */
    private record Joined(ActorSystem<Void> system, ActorRef<Operator.Command> operator, ClusterStatus status) {}

    private ClusterSide(Member member, AtomicReference<Joined> joined, int maxTargets, ControlCounters counters) {
        this.member = member;
        this.joined = joined;
        this.maxTargets = maxTargets;
        this.counters = counters;
    }

    /**
     * Starts the member, which joins or forms the cluster by itself.
     *
     * @throws IllegalStateException when its management port is taken
     */
    static ClusterSide start(
            Config config, MemberSettings settings, EndpointTable table, PodStore pods, Peek.Fetch peek) {
        var latest = new AtomicReference<Joined>();
        var counters = ControlCounters.create(ExpansionSettings.from(config).environment());
        Supplier<ActorSystem<?>> systems = () -> {
            var joined = join(config, settings, table, pods, peek, counters);
            latest.set(joined);
            return joined.system();
        };
        boolean rejoins = settings.roles().contains(Roles.DAEMONSET);
        var member = Member.start(systems, table, rejoins, settings.rejoinPause());
        return new ClusterSide(member, latest, settings.httpMaxTargets(), counters);
    }

    private static Joined join(
            Config config,
            MemberSettings settings,
            EndpointTable table,
            PodStore pods,
            Peek.Fetch peek,
            ControlCounters counters) {
        var system = ActorSystem.<Void>create(Behaviors.empty(), ClusterConfig.SYSTEM, config);
        try {
            var hosted = new OperatorSide(config, settings, counters);
            boolean hosts = settings.roles().contains(Roles.OPERATOR);
            var operator = hosts ? hosted.start(system) : Operator.proxy(system);
            var endpoints = EndpointSettings.from(config);
            var _ = EndpointRegions.start(system, table, operator, endpoints);
            PodPuller.start(system, pods, JoinSettings.from(config), endpoints.stateDir());
            var status = ClusterStatus.start(system, table, peek, ASK_TIMEOUT);
            bindManagement(system, settings);
            ClusterBootstrap.get(system).start();
            if (hosts) {
                hosted.startAutoscaler(system, status);
            }
            return new Joined(system, operator, status);
        } catch (RuntimeException failure) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            throw failure;
        }
    }

    private static void bindManagement(ActorSystem<?> system, MemberSettings settings) {
        try {
            var _ = PekkoManagement.get(system)
                    .start()
                    .toCompletableFuture()
                    .orTimeout(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException taken) {
            throw new IllegalStateException(
                    "bkm.member.management-port: " + settings.managementPort() + " (expected: a port that is free on "
                            + settings.host() + ")",
                    taken);
        }
    }

    @Override
    public List<ClusterStatus.MemberInfo> members() {
        return joined.get().status().members();
    }

    @Override
    public CompletionStage<ClusterStatus.Targets> targets() {
        return joined.get().status().targets(maxTargets);
    }

    @Override
    public Source<ByteString, NotUsed> lines(List<ClusterStatus.Look> looks, int atOnce) {
        return joined.get().status().lines(looks, atOnce);
    }

    @Override
    public CompletionStage<OperatorState> operator() {
        return operator(0);
    }

    private CompletionStage<OperatorState> operator(int from) {
        CompletionStage<OperatorState> first = ask(replyTo -> new Operator.GetState(from, replyTo));
        return first.thenCompose(state -> state.next() < 0
                ? CompletableFuture.completedStage(state)
                : operator(state.next()).thenApply(state::and));
    }

    ControlCounters counters() {
        return counters;
    }

    @Override
    public CompletionStage<String> report(ReportQuery query) {
        return ReportPages.collect((from, replyTo) -> new Operator.GetReport(query, from, replyTo), this::ask);
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, Operator.Command> question) {
        var now = joined.get();
        return AskPattern.ask(
                now.operator(), question::apply, ASK_TIMEOUT, now.system().scheduler());
    }

    @Override
    public void dispatch() {
        joined.get().operator().tell(new Operator.Dispatch());
    }

    /** That of now: after a rejoin it is another one. */
    ActorSystem<?> system() {
        return joined.get().system();
    }

    /** How many members this one sees up. */
    int membersUp() {
        return (int) members().stream()
                .filter(other -> other.status().equals(MemberStatus.up().toString()))
                .count();
    }

    boolean isUp() {
        return Cluster.get(system()).selfMember().status().equals(MemberStatus.up());
    }

    /** Waits until the member is out of the cluster for good. */
    void awaitEnd() {
        var _ = member.whenStopped().toCompletableFuture().join();
    }

    /** Leaves the cluster: the shards are handed over before the actor system ends. */
    @Override
    public void close() {
        member.close();
    }
}

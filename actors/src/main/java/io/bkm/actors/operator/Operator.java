package io.bkm.actors.operator;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.joins.PodServer;
import io.bkm.actors.lease.OperatorLease;
import io.bkm.actors.operator.OperatorCounters.Trigger;
import io.bkm.actors.placement.Bytes;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.coordination.lease.LeaseUsageSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.FiniteDuration;

/**
 * The cluster singleton that knows the desired state: which endpoints there are and which shard has each. It never
 * pushes a list: the shards ask ({@link Get}, {@link Next}), it answers, and tells those that asked before when there is
 * something new ({@link Changed}). It publishes nothing before its source gave a first complete snapshot.
 */
public final class Operator {

    /** What the operator understands. Public messages may cross nodes; private ones are its own. */
    public sealed interface Command {}

    /** A shard says what it has and asks for what it should have. Answered with any {@link Answer}. */
    public record Get(ShardKey shard, Have have, ActorRef<Answer> replyTo) implements Command, CborSerializable {}

    /** Asks for the piece {@code index} of a list, once all before it are there. */
    public record Next(ShardKey shard, Generation generation, int index, ActorRef<Answer> replyTo)
            implements Command, CborSerializable {}

    /**
     * What a shard has now, sent whenever it changed or was confirmed.
     *
     * @param member address of the member that owns the shard
     */
    public record Applied(ShardKey shard, Generation generation, String hash, int endpoints, int targets, String member)
            implements Command, CborSerializable {}

    /** @param from of the shards the one to begin with, 0 for the first */
    public record GetState(int from, ActorRef<OperatorState> replyTo) implements Command, CborSerializable {}

    /** Asks for all targets with their labels before relabeling, page by page. */
    public record GetExplained(int from, ActorRef<ExplainedTarget.Page> replyTo) implements Command, CborSerializable {}

    /** Asks for a report, piece by piece. */
    public record GetReport(ReportQuery query, int from, ActorRef<ReportPage> replyTo)
            implements Command, CborSerializable {}

    /** Plans anew and tells the followers at once, whatever the time. */
    public record Dispatch() implements Command, CborSerializable {}

    private record SnapshotTaken(Resources resources) implements Command {}

    private record SourceStarted(@Nullable Throwable bug) implements Command {}

    private record ExpansionDone(
            @Nullable Expansion expansion, @Nullable Throwable bug) implements Command {}

    private record RestOver() implements Command {}

    private record MemberChanged(ClusterEvent.MemberEvent event) implements Command {}

    private record DeadlineReached() implements Command {}

    private record FollowDue() implements Command {}

    /**
     * What a shard has.
     *
     * @param generation {@link Generation#NONE} when nothing
     * @param hash "" when nothing
     * @param displacedNodes nodes without a member whose endpoints it has
     */
    public record Have(Generation generation, String hash, int endpoints, List<String> displacedNodes) {

        public static final Have NOTHING = new Have(Generation.NONE, "", 0, List.of());

        public Have {
            displacedNodes = List.copyOf(displacedNodes);
        }
    }

    /** What the operator says to a shard. */
    public sealed interface Answer {}

    /** Nothing is known yet; keep what you have and ask again. */
    public record NotReady(ShardKey shard) implements Answer, CborSerializable {}

    /** What you have is right, and {@code generation} is its name. */
    public record NotModified(ShardKey shard, Generation generation) implements Answer, CborSerializable {}

    /**
     * A piece of what {@link io.bkm.actors.placement.AssignmentCodec} made of the list.
     *
     * @param hash of the whole
     */
    public record Chunk(ShardKey shard, Generation generation, String hash, int index, int count, Bytes bytes)
            implements Answer, CborSerializable {}

    /** There is something newer: ask. */
    public record Changed(ShardKey shard, Generation generation) implements Answer, CborSerializable {}

    /** The one operator that runs: a shard that sees another one here asks it at once. */
    public static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "bkm-operator");

    /** Of the operator alone: were it that of all singletons, each shard coordinator would need the API server. */
    private static final LeaseUsageSettings KUBERNETES_LEASE =
            new LeaseUsageSettings(OperatorLease.CONFIG_PATH, FiniteDuration.create(5, TimeUnit.SECONDS));

    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ResourceSource source;
    private final Function<Resources, Expanded> expand;
    private final InstantSource clock;
    private final ExpansionPace pace;
    private final EndpointGroups grouping = new EndpointGroups();
    private final DesiredState desired;
    private final Duration followInterval;
    private final List<Holdings.Follower> followers;
    private final Reports reports;
    private final ActorRef<PodServer.Command> pods;
    private final UpNodes nodes = new UpNodes();
    private final Tally tally;
    private final Executor blocking;
    /** Who asked last for each shard: the one to tell that there is something newer. */
    private final Map<ShardKey, ActorRef<Answer>> askers = new HashMap<>();

    private Operator(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            OperatorParts parts,
            Epochs epochs,
            InstantSource clock) {
        var following = parts.following();
        this.context = context;
        this.timers = timers;
        this.source = parts.source().get();
        this.expand = parts.expand();
        this.clock = clock;
        this.pace = new ExpansionPace(parts.settings().restFactor());
        this.desired = new DesiredState(parts.settings(), parts.placement(), following.foreign(), epochs, clock);
        this.followInterval = following.interval();
        this.followers = following.followers().stream()
                .<Holdings.Follower>map(Supplier::get)
                .toList();
        this.pods = context.spawnAnonymous(PodServer.create(parts.pods(), clock), DispatcherSelector.blocking());
        this.reports = new Reports(parts.reporter(), clock);
        this.tally = new Tally(parts.counters(), desired, clock);
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** Makes this member one that may run the operator, if it has the role, and gives the way to it in any case. */
    public static ActorRef<Command> start(ActorSystem<?> system, OperatorParts parts) {
        return start(system, parts, InstantSource.system());
    }

    static ActorRef<Command> start(ActorSystem<?> system, OperatorParts parts, InstantSource clock) {
        var singleton = ClusterSingletonSettings.create(system).withRole(Roles.OPERATOR);
        return switch (parts.settings().lease()) {
            case NONE ->
                init(
                        system,
                        restarting(create(parts, new EpochFile(parts.settings().stateDir()), clock)),
                        singleton);
            case KUBERNETES -> {
                var epochs = new LeaseEpochs(OperatorLease.start(system, parts.lease()));
                yield init(
                        system,
                        restarting(create(parts, epochs, clock)),
                        singleton.withLeaseSettings(KUBERNETES_LEASE));
            }
        };
    }

    private static Behavior<Command> restarting(Behavior<Command> behavior) {
        return Behaviors.supervise(behavior)
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
    }

    /** The way to the operator from a member that never runs it. */
    public static ActorRef<Command> proxy(ActorSystem<?> system) {
        return init(
                system,
                Behaviors.empty(),
                ClusterSingletonSettings.create(system).withRole(Roles.OPERATOR));
    }

    private static ActorRef<Command> init(
            ActorSystem<?> system, Behavior<Command> behavior, ClusterSingletonSettings settings) {
        return ClusterSingleton.get(system)
                .init(SingletonActor.of(behavior, "operator")
                        .withProps(DispatcherSelector.fromConfig("bkm.operator-dispatcher"))
                        .withSettings(settings));
    }

    static Behavior<Command> create(OperatorParts parts, Epochs epochs, InstantSource clock) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Operator(context, timers, parts, epochs, clock).starting()));
    }

    private Behavior<Command> starting() {
        var members = context.messageAdapter(ClusterEvent.MemberEvent.class, MemberChanged::new);
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(members, ClusterEvent.MemberEvent.class));
        var self = context.getSelf();
        context.getSystem().receptionist().tell(Receptionist.register(KEY, self));
        if (!followers.isEmpty()) {
            timers.startTimerWithFixedDelay(FollowDue.class, new FollowDue(), followInterval);
        }
        context.pipeToSelf(
                CompletableFuture.runAsync(
                        () -> source.start(resources -> self.tell(new SnapshotTaken(resources))), blocking),
                (_, bug) -> new SourceStarted(bug));
        return running();
    }

    private Behavior<Command> running() {
        return Behaviors.receive(
                (_, command) -> switch (command) {
                    case Get get -> get(get);
                    case Next next -> next(next);
                    case Applied applied -> same(() -> applied(applied));
                    case GetState(var from, var replyTo) -> same(() -> replyTo.tell(desired.state(from)));
                    case GetExplained(var from, var replyTo) -> same(() -> replyTo.tell(desired.explained(from)));
                    case GetReport get -> same(() -> report(get));
                    case SnapshotTaken(var resources) -> same(() -> expand(resources));
                    case ExpansionDone done -> expanded(done);
                    case RestOver _ -> same(() -> pace.rested().ifPresent(this::expand));
                    case MemberChanged(var event) -> publish(desired.nodesUp(nodes.changed(event.member())));
                    case Dispatch _ -> dispatch();
                    case FollowDue _ -> same(() -> desired.holdings().ifPresent(this::tellFollowers));
                    case DeadlineReached _ -> deadlineReached();
                    case SourceStarted(var bug) -> started(bug);
                },
                (_, signal) -> signal(signal));
    }

    private Behavior<Command> get(Get get) {
        askers.put(get.shard(), get.replyTo());
        var changed = desired.learn(get);
        get.replyTo().tell(desired.answer(get));
        return publish(changed);
    }

    private void applied(Applied applied) {
        desired.applied(applied);
        tally.applied(applied);
    }

    private Behavior<Command> deadlineReached() {
        long begin = clock.millis();
        var next = publish(desired.deadlineReached());
        tally.planned(Trigger.TIMER, begin);
        return next;
    }

    private Behavior<Command> next(Next next) {
        next.replyTo().tell(desired.chunk(next.shard(), next.generation(), next.index()));
        return Behaviors.same();
    }

    private void expand(Resources resources) {
        if (pace.begins(resources, clock.millis())) {
            context.pipeToSelf(
                    CompletableFuture.supplyAsync(() -> Expansion.of(resources, expand, grouping), blocking),
                    ExpansionDone::new);
        }
    }

    private Behavior<Command> expanded(ExpansionDone done) {
        if (done.expansion() != null) {
            publish(desired.expanded(done.expansion()));
            pods.tell(new PodServer.Snapshot(
                    done.expansion().resources(), done.expansion().expanded()));
            tally.planned(Trigger.NOTIFY, pace.begunAt());
        } else {
            tally.expansionFailed();
            context.getLog().error("expansion failed, what was published stays", done.bug());
            desired.expansionFailed(String.valueOf(done.bug()));
        }
        timers.startSingleTimer(RestOver.class, new RestOver(), pace.rest(clock.millis()));
        return Behaviors.same();
    }

    private Behavior<Command> publish(Set<ShardKey> changed) {
        for (var shard : changed) {
            var asker = askers.get(shard);
            if (asker != null) {
                asker.tell(new Changed(shard, desired.generation(shard)));
            }
        }
        tally.published(changed);
        desired.untilDeadline()
                .ifPresentOrElse(
                        delay -> timers.startSingleTimer(DeadlineReached.class, new DeadlineReached(), delay),
                        () -> timers.cancel(DeadlineReached.class));
        return Behaviors.same();
    }

    /** A report that fails is answered by nobody; who asked has a timeout. */
    private void report(GetReport get) {
        var version = desired.version();
        if (version.isEmpty()) {
            get.replyTo().tell(ReportPage.NOT_READY);
            return;
        }
        blocking.execute(() -> {
            try {
                get.replyTo().tell(reports.page(version.get(), get.query(), get.from()));
            } catch (RuntimeException bug) {
                LOG.atError()
                        .addKeyValue("report", get.query().kind())
                        .setCause(bug)
                        .log("no report");
            }
        });
    }

    private Behavior<Command> dispatch() {
        var next = deadlineReached();
        desired.holdings().ifPresent(this::tellFollowers);
        return next;
    }

    private void tellFollowers(Holdings holdings) {
        followers.forEach(follower -> follower.follow(holdings));
    }

    private Behavior<Command> started(@Nullable Throwable bug) {
        if (bug != null) {
            throw new IllegalStateException("the resource source did not start", bug);
        }
        return Behaviors.same();
    }

    private Behavior<Command> signal(Signal signal) {
        if (signal instanceof PostStop || signal instanceof PreRestart) {
            source.close();
            tally.ended();
            followers.forEach(Holdings.Follower::close);
        }
        return Behaviors.same();
    }

    private static Behavior<Command> same(Runnable action) {
        action.run();
        return Behaviors.same();
    }
}

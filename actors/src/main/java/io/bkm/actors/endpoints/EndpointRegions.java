package io.bkm.actors.endpoints;

import io.bkm.actors.operator.Operator;
import io.bkm.actors.placement.NodeLocalAllocation;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** All endpoints of the cluster: hosts those of this member, as its roles say, and is the way to the others. */
public final class EndpointRegions {

    private static final EntityTypeKey<ShardCommand> NODE = EntityTypeKey.create(ShardCommand.class, "endpoint-node");
    private static final EntityTypeKey<ShardCommand> SPREAD =
            EntityTypeKey.create(ShardCommand.class, "endpoint-spread");

    private static final String KEEPER = "bkm-hand-over";

    private final org.apache.pekko.actor.ActorSystem classicSystem;
    private final ClusterSharding sharding;
    private final Cluster cluster;
    private final CoordinatedShutdown shutdown;
    private final EndpointTable table;
    private final ActorRef<Operator.Command> operator;
    private final EndpointSettings settings;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final ActorRef<HandOverKeeper.Command> keeper;

    private EndpointRegions(
            ActorSystem<?> system,
            EndpointTable table,
            ActorRef<Operator.Command> operator,
            EndpointSettings settings,
            Checkpoints checkpoints,
            InstantSource clock) {
        this.classicSystem = system.classicSystem();
        this.sharding = ClusterSharding.get(system);
        this.cluster = Cluster.get(system);
        this.shutdown = CoordinatedShutdown.get(system);
        this.table = table;
        this.operator = operator;
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.keeper = system.systemActorOf(
                HandOverKeeper.create(this::tellKeepers, this::wakeIfStaying), KEEPER, Props.empty());
    }

    /**
     * @param table this JVM's; may hold what an actor system before this one left
     * @param operator see {@link Operator#start} and {@link Operator#proxy}
     */
    public static EndpointRegions start(
            ActorSystem<?> system,
            EndpointTable table,
            ActorRef<Operator.Command> operator,
            EndpointSettings settings) {
        return start(system, table, operator, settings, InstantSource.system());
    }

    static EndpointRegions start(
            ActorSystem<?> system,
            EndpointTable table,
            ActorRef<Operator.Command> operator,
            EndpointSettings settings,
            InstantSource clock) {
        var regions = new EndpointRegions(system, table, operator, settings, CheckpointFiles.of(settings), clock);
        regions.host();
        var lone = new LoneStart(Cluster.get(system), table, regions.checkpoints);
        var _ = system.scheduler()
                .scheduleOnce(
                        settings.aloneAfter(), lone::check, system.dispatchers().lookup(DispatcherSelector.blocking()));
        var _ = system.systemActorOf(
                ShardWaker.create(regions::wake, settings.wakeInterval()), "bkm-shard-waker", Props.empty());
        return regions;
    }

    private void host() {
        var _ = sharding.init(
                entity(NODE).withRole(Roles.DAEMONSET).withAllocationStrategy(new NodeLocalAllocation(cluster)));
        var _ = sharding.init(entity(SPREAD).withRole(Roles.STATEFULSET));
    }

    private Entity<ShardCommand, ShardingEnvelope<ShardCommand>> entity(EntityTypeKey<ShardCommand> key) {
        return Entity.of(key, this::create)
                .withMessageExtractor(new ShardIds())
                .withStopMessage(new ShardCommand.Stop());
    }

    private Behavior<ShardCommand> create(EntityContext<ShardCommand> entity) {
        var shard = shard(entity.getEntityTypeKey(), ShardIds.shard(entity.getEntityId()));
        var name = ShardIds.name(entity.getEntityId());
        if (!name.equals(ShardCommand.ASSIGNMENT)) {
            return new EndpointActor(shard, new EndpointId(name), table, entity.getShard());
        }
        var surroundings = new AssignmentActor.Shards(
                (id, command) -> tell(shard, id, command),
                keeper,
                cluster.selfMember().address().toString());
        return AssignmentActor.create(shard, surroundings, table, operator, settings, checkpoints, clock);
    }

    /** How an endpoint is. Fails after {@code timeout}, as when the shard's member is away. */
    public CompletionStage<EndpointStatus> status(ShardKey shard, EndpointId endpoint, Duration timeout) {
        return sharding.entityRefFor(key(shard), ShardCommand.endpointId(shard, endpoint))
                .ask(EndpointActor.GetStatus::new, timeout);
    }

    private void wake(ShardKey shard) {
        tell(shard, ShardCommand.assignmentId(shard), new AssignmentActor.Wake());
    }

    private void tell(ShardKey shard, String entityId, ShardCommand command) {
        sharding.entityRefFor(key(shard), entityId).tell(command);
    }

    /** A message to a shard that we are giving up waits for a new owner, and our leaving waits for it. */
    private void wakeIfStaying(ShardKey shard) {
        if (cluster.selfMember().status().equals(MemberStatus.up())
                && shutdown.getShutdownReason().isEmpty()) {
            wake(shard);
        }
    }

    private void tellKeepers(ShardKey shard, HandOverKeeper.Command command) {
        var role = switch (shard) {
            case ShardKey.Node(var node) -> Roles.node(node);
            case ShardKey.Spread _ -> Roles.STATEFULSET;
        };
        cluster.state().getMembers().forEach(member -> {
            if (member.hasRole(role)) {
                var path = RootActorPath.apply(member.address(), "/")
                        .child("system")
                        .child(KEEPER);
                classicSystem.actorSelection(path).tell(command, org.apache.pekko.actor.ActorRef.noSender());
            }
        });
    }

    private static EntityTypeKey<ShardCommand> key(ShardKey shard) {
        return switch (shard) {
            case ShardKey.Node _ -> NODE;
            case ShardKey.Spread _ -> SPREAD;
        };
    }

    private static ShardKey shard(EntityTypeKey<?> key, String shardId) {
        return key.equals(NODE) ? new ShardKey.Node(shardId) : new ShardKey.Spread(Integer.parseInt(shardId));
    }
}

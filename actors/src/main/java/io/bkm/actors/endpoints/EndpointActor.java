package io.bkm.actors.endpoints;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * Owns one endpoint and the targets at it: decides at each instant of its grid whether to scrape, and remembers how the
 * last scrape went. What it knows is in an {@link EndpointRun}, which can outlive it.
 *
 * <p>There may be ten thousand on a member, so it is one object: no timers, no context, no behavior per state (1.5 kB
 * with its actor instead of 2.4 kB). That is why it has mutable fields.
 */
final class EndpointActor extends ExtensibleBehavior<ShardCommand> {

    sealed interface Command extends ShardCommand {}

    /** Scrape this from now on. Sent again on every doubt, so a repeat changes nothing; an older generation neither. */
    record Assign(Generation generation, AssignedEndpoint endpoint) implements Command, CborSerializable {}

    /** Stop scraping: the endpoint is no longer in the shard's list. */
    record Release(Generation generation) implements Command, CborSerializable {}

    record GetStatus(ActorRef<EndpointStatus> replyTo) implements Command, CborSerializable {}

    /** It is time. From the wheel, which is on this member. */
    record Due(long scheduledAtMillis) implements Command {}

    private final ShardKey shard;
    private final EndpointId id;
    private final EndpointTable table;
    private final ActorRef<ClusterSharding.ShardCommand> shardActor;
    private Generation generation = Generation.NONE;
    private @Nullable EndpointRun run;

    EndpointActor(
            ShardKey shard, EndpointId id, EndpointTable table, ActorRef<ClusterSharding.ShardCommand> shardActor) {
        this.shard = shard;
        this.id = id;
        this.table = table;
        this.shardActor = shardActor;
    }

    @Override
    public Behavior<ShardCommand> receive(TypedActorContext<ShardCommand> context, ShardCommand message) {
        var self = context.asJava().getSelf();
        return switch (message) {
            case Assign assign -> assign(assign, self);
            case Release release -> release(release, self);
            case GetStatus(var replyTo) -> status(replyTo, self);
            case Due(var scheduledAt) -> {
                if (run != null) {
                    run.due(scheduledAt);
                }
                yield this;
            }
            case ShardCommand.Stop _ -> stop();
            case AssignmentActor.Command _ -> Behaviors.unhandled();
        };
    }

    /** Without {@link Stop} this is a failure or the end of the actor system: whether the run goes on is the table's choice. */
    @Override
    public Behavior<ShardCommand> receiveSignal(TypedActorContext<ShardCommand> context, Signal signal) {
        if (signal instanceof PostStop && run != null) {
            table.orphan(run, context.asJava().getSelf());
        }
        return this;
    }

    private Behavior<ShardCommand> assign(Assign assign, ActorRef<ShardCommand> self) {
        if (assign.generation().compareTo(generation) >= 0) {
            generation = assign.generation();
            run = table.attach(shard, assign.endpoint(), self);
        }
        return this;
    }

    private Behavior<ShardCommand> release(Release release, ActorRef<ShardCommand> self) {
        if (release.generation().compareTo(generation) >= 0) {
            if (run != null) {
                table.close(run);
                run = null;
            }
            passivate(self);
        }
        return this;
    }

    private Behavior<ShardCommand> status(ActorRef<EndpointStatus> replyTo, ActorRef<ShardCommand> self) {
        replyTo.tell(new EndpointStatus(id, generation, run == null ? List.of() : run.status()));
        if (run == null) {
            passivate(self); // somebody asked for an endpoint that is not, or not here
        }
        return this;
    }

    /** What the run did last stays in the table for the assignment, which stops at the same time, to hand over. */
    private Behavior<ShardCommand> stop() {
        if (run != null) {
            var _ = run.close();
            run = null;
        }
        return Behaviors.stopped();
    }

    /** Through the shard, which keeps what is sent meanwhile. */
    private void passivate(ActorRef<ShardCommand> self) {
        shardActor.tell(new ClusterSharding.Passivate<>(self));
    }
}

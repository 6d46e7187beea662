package io.bkm.actors.endpoints;

import io.bkm.actors.Blocking;
import io.bkm.actors.CborSerializable;
import io.bkm.actors.Jitter;
import io.bkm.actors.endpoints.Checkpoints.Checkpoint;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.AssignmentCodec;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Looks after the list of one shard: asks the operator what the shard should have, at start, from time to time and when
 * told that there is something new; gets it piece by piece; makes the shard's entities agree with it; says so.
 *
 * <p>Level-triggered: whatever was lost or came twice, the next look at both sides mends it. Without an operator nothing
 * changes.
 */
final class AssignmentActor {

    sealed interface Command extends ShardCommand {}

    /** Be there. Starts the shard on its member, and otherwise changes nothing. */
    record Wake() implements Command, CborSerializable {}

    /**
     * The last word of the member that had the shard before, from this member's keeper.
     *
     * @param last by endpoint id, the last instant that was taken care of, Unix milliseconds
     */
    record HandOver(Map<String, Long> last) implements Command {

        HandOver {
            last = Map.copyOf(last);
        }
    }

    private record Answered(Operator.Answer answer) implements Command {}

    private record OperatorsListed(Receptionist.Listing listing) implements Command {}

    private record PollDue() implements Command {}

    private record RequestTimedOut() implements Command {}

    private record SettleDue() implements Command {}

    private record CheckpointDue() implements Command {}

    private record CheckpointRead(@Nullable Checkpoint checkpoint) implements Command {}

    private record Decoded(Checkpoint from, List<AssignedEndpoint> endpoints, boolean kept) implements Command {}

    private record Failed(String what, Throwable cause) implements Command {}

    private record CheckpointWritten() implements Command {}

    /** The tick of the scheduler: nothing is faster. */
    private static final Duration SETTLE_INTERVAL = Duration.ofMillis(100);

    private final ActorContext<ShardCommand> context;
    private final TimerScheduler<ShardCommand> timers;
    private final ShardKey shard;
    private final Shards shards;
    private final ActorRef<Operator.Command> operator;
    private final EndpointSettings settings;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final ActorRef<Operator.Answer> answers;
    private final Executor blocking;
    private final ShardList list;
    private final Download download = new Download();

    private Set<ActorRef<Operator.Command>> operators = Set.of();
    private boolean answered;
    private boolean asking;
    private boolean confirmed = true;
    private long beginAt;
    /** The newest that we were told of. */
    private Generation announced = Generation.NONE;

    private boolean writing;
    private @Nullable Checkpoint toWrite;

    /**
     * How the assignment reaches its shard.
     *
     * @param entities sends to an entity of the shard, by entity id
     * @param keeper this member's
     */
    record Shards(BiConsumer<String, ShardCommand> entities, ActorRef<HandOverKeeper.Command> keeper, String member) {}

    private AssignmentActor(
            ActorContext<ShardCommand> context,
            TimerScheduler<ShardCommand> timers,
            ShardKey shard,
            Shards shards,
            EndpointTable table,
            ActorRef<Operator.Command> operator,
            EndpointSettings settings,
            Checkpoints checkpoints,
            InstantSource clock) {
        this.context = context;
        this.timers = timers;
        this.shard = shard;
        this.shards = shards;
        this.operator = operator;
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.answers = context.messageAdapter(Operator.Answer.class, Answered::new);
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.list = new ShardList(
                shard,
                table,
                (id, command) -> shards.entities().accept(ShardCommand.endpointId(shard, new EndpointId(id)), command));
    }

    static Behavior<ShardCommand> create(
            ShardKey shard,
            Shards shards,
            EndpointTable table,
            ActorRef<Operator.Command> operator,
            EndpointSettings settings,
            Checkpoints checkpoints,
            InstantSource clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new AssignmentActor(
                        context, timers, shard, shards, table, operator, settings, checkpoints, clock)
                .start()));
    }

    private Behavior<ShardCommand> start() {
        timers.startSingleTimer(new CheckpointDue(), settings.checkpointWait());
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        Operator.KEY, context.messageAdapter(Receptionist.Listing.class, OperatorsListed::new)));
        shards.keeper().tell(new HandOverKeeper.Started(shard, context.getSelf()));
        ask();
        return Behaviors.receiveMessage(this::receive);
    }

    private Behavior<ShardCommand> receive(ShardCommand command) {
        switch (command) {
            case Wake _ -> {}
            case HandOver(var last) -> list.handOver(last);
            case Answered(var answer) -> answered(answer);
            case OperatorsListed(var listing) -> operatorsListed(listing.getServiceInstances(Operator.KEY));
            case PollDue _ -> poll();
            case RequestTimedOut _ -> timedOut();
            case SettleDue _ -> settle();
            case CheckpointDue _ -> readCheckpoint();
            case CheckpointRead(var checkpoint) -> decode(checkpoint, true);
            case Decoded decoded -> apply(decoded);
            case Failed failed -> failed(failed);
            case CheckpointWritten _ -> written();
            case ShardCommand.Stop _ -> {
                // The successor goes on from there: what falls between us is its to scrape, and nothing comes twice.
                shards.keeper().tell(new HandOverKeeper.Stopped(shard, list.close()));
                return Behaviors.stopped();
            }
            case EndpointActor.Command _ -> {
                return Behaviors.unhandled();
            }
        }
        return Behaviors.same();
    }

    private void poll() {
        list.reconcile();
        list.forgetFormer();
        settleSoon();
        ask();
    }

    private void ask() {
        asking = true;
        download.reset();
        operator.tell(new Operator.Get(shard, list.have(), answers));
        timers.startSingleTimer(new RequestTimedOut(), settings.requestTimeout());
    }

    /** An operator that took over does not know whom to tell of news until it was asked. */
    private void operatorsListed(Set<ActorRef<Operator.Command>> listed) {
        if (listed.isEmpty() || listed.equals(operators)) {
            return;
        }
        boolean another = !operators.isEmpty();
        operators = listed;
        if (another || !asking) {
            ask();
        }
    }

    private void timedOut() {
        asking = false;
        pollIn(settings.requestTimeout());
    }

    private void answered(Operator.Answer answer) {
        switch (answer) {
            case Operator.NotReady _ -> {
                settled();
                pollIn(settings.requestTimeout());
            }
            case Operator.NotModified(var _, var generation) -> {
                answered = true;
                list.confirm(generation);
                settled();
                confirmed = false;
                settleSoon();
                pollIn(settings.pollInterval());
            }
            case Operator.Chunk chunk -> received(chunk);
            case Operator.Changed(var _, var generation) -> {
                announced = generation.compareTo(announced) > 0 ? generation : announced;
                if (!asking) {
                    askIfAnnounced();
                }
            }
        }
    }

    private void received(Operator.Chunk chunk) {
        answered = true;
        if (chunk.generation().compareTo(list.generation()) <= 0) {
            settled(); // an operator that does not know yet that there was another
            pollIn(settings.requestTimeout());
        } else if (download.accept(chunk)) {
            settled();
            decode(download.finish(chunk), false);
        } else if (asking) {
            operator.tell(new Operator.Next(shard, chunk.generation(), download.next(), answers));
            timers.startSingleTimer(new RequestTimedOut(), settings.requestTimeout());
        }
    }

    private void settled() {
        asking = false;
        timers.cancel(new RequestTimedOut());
    }

    private void askIfAnnounced() {
        if (announced.compareTo(list.generation()) > 0) {
            ask();
        }
    }

    private void readCheckpoint() {
        if (!answered) {
            context.pipeToSelf(
                    Blocking.call(() -> checkpoints.read(shard), blocking),
                    (checkpoint, failure) ->
                            failure == null ? new CheckpointRead(checkpoint) : new Failed("checkpoint read", failure));
        }
    }

    /** @param kept whether it came from the disk */
    private void decode(@Nullable Checkpoint from, boolean kept) {
        if (from == null) {
            return;
        }
        context.pipeToSelf(
                Blocking.call(() -> AssignmentCodec.decode(from.bytes()), blocking),
                (endpoints, failure) -> endpoints != null
                        ? new Decoded(from, endpoints, kept)
                        : new Failed("list of endpoints", failure));
    }

    private void apply(Decoded decoded) {
        var from = decoded.from();
        if (from.generation().compareTo(list.generation()) > 0) {
            beginAt = clock.millis() + settings.beginDelay().toMillis();
            list.apply(from.generation(), from.hash(), decoded.endpoints());
            confirmed = false;
            settleSoon();
            context.getLog()
                    .atLevel(decoded.endpoints().isEmpty() ? Level.DEBUG : Level.INFO)
                    .addKeyValue("shard", shard)
                    .addKeyValue("generation", from.generation())
                    .addKeyValue("endpoints", decoded.endpoints().size())
                    .addKeyValue("source", decoded.kept() ? "checkpoint" : "operator")
                    .log("endpoints assigned");
            if (!decoded.kept()) {
                toWrite = from;
                write();
            }
        }
        if (!decoded.kept()) {
            pollIn(settings.pollInterval());
            askIfAnnounced();
        }
    }

    private void settleSoon() {
        if (!timers.isTimerActive(new SettleDue())) {
            timers.startTimerWithFixedDelay(new SettleDue(), SETTLE_INTERVAL);
        }
    }

    private void settle() {
        boolean settled = list.isSettled();
        if (settled && !confirmed) {
            confirmed = true;
            operator.tell(list.applied(shards.member()));
        }
        boolean toBegin = clock.millis() < beginAt || list.begin(beginsPerTick());
        if (settled && !toBegin) {
            timers.cancel(new SettleDue());
        }
    }

    private int beginsPerTick() {
        return (int) (settings.beginsPerSecond() * SETTLE_INTERVAL.toMillis() / 1000);
    }

    private void write() {
        var checkpoint = toWrite;
        if (checkpoint == null || writing) {
            return;
        }
        toWrite = null;
        writing = true;
        context.pipeToSelf(
                Blocking.call(
                        () -> {
                            checkpoints.write(checkpoint);
                            return true;
                        },
                        blocking),
                (_, failure) -> failure == null ? new CheckpointWritten() : new Failed("checkpoint write", failure));
    }

    private void written() {
        writing = false;
        write();
    }

    private void failed(Failed failed) {
        context.getLog()
                .atError()
                .addKeyValue("shard", shard)
                .addKeyValue("reason", failed.cause())
                .log("cannot be used: {}", failed.what());
        writing = false;
        if (!timers.isTimerActive(new PollDue())) {
            pollIn(settings.requestTimeout());
        }
    }

    private void pollIn(Duration interval) {
        timers.startSingleTimer(new PollDue(), Jitter.around(interval));
    }
}

package io.bkm.actors.endpoints;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Brings a shard's last word to its next owner, whoever that will be: all members that may have the shard note it until
 * one of them has the shard. It does not go through the shard, as what is sent to a shard that is moved again, or by a
 * member that ends before the shard has a home, is dropped. One on each member.
 */
final class HandOverKeeper {

    sealed interface Command {}

    /** The assignment of a shard starts here. */
    record Started(ShardKey shard, ActorRef<ShardCommand> assignment) implements Command {}

    /** It has stopped here. */
    record Stopped(ShardKey shard, Map<String, Long> last) implements Command {

        Stopped {
            last = Map.copyOf(last);
        }
    }

    /**
     * What a member that had the shard did last.
     *
     * @param last by endpoint id, the last instant that was taken care of, Unix milliseconds
     */
    record Note(ShardKey shard, Map<String, Long> last) implements Command, CborSerializable {

        Note {
            last = Map.copyOf(last);
        }
    }

    /** A member has the shard: what others noted of it is old. */
    record Taken(ShardKey shard) implements Command, CborSerializable {}

    private record AssignmentGone(ShardKey shard, ActorRef<ShardCommand> assignment) implements Command {}

    private record WakeDue(ShardKey shard, int tries) implements Command {}

    private static final Duration FIRST_WAKE = Duration.ofMillis(250);

    /** Each comes after twice the time of the one before: 32 s in all. A note that is older is of no use. */
    private static final int WAKES = 7;

    /** Instants in a message: about 50 bytes each, far below a frame. */
    private static final int NOTE_SIZE = 1000;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final BiConsumer<ShardKey, Command> members;
    private final Consumer<ShardKey> wake;
    private final Map<ShardKey, ActorRef<ShardCommand>> assignments = new HashMap<>();
    private final Map<ShardKey, Map<String, Long>> notes = new HashMap<>();

    private HandOverKeeper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            BiConsumer<ShardKey, Command> members,
            Consumer<ShardKey> wake) {
        this.context = context;
        this.timers = timers;
        this.members = members;
        this.wake = wake;
    }

    /**
     * @param members tells the keepers of all members that may have a shard, this one among them
     * @param wake starts a shard wherever it is
     */
    static Behavior<Command> create(BiConsumer<ShardKey, Command> members, Consumer<ShardKey> wake) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> Behaviors.receiveMessage(new HandOverKeeper(context, timers, members, wake)::receive)));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Started(var shard, var assignment) -> started(shard, assignment);
            case Stopped(var shard, var last) -> stopped(shard, last);
            case Note(var shard, var last) -> noted(shard, last);
            case Taken(var shard) -> forget(shard);
            case AssignmentGone(var shard, var assignment) -> {
                var _ = assignments.remove(shard, assignment);
            }
            case WakeDue(var shard, var tries) -> wake(shard, tries);
        }
        return Behaviors.same();
    }

    private void started(ShardKey shard, ActorRef<ShardCommand> assignment) {
        assignments.put(shard, assignment);
        context.watchWith(assignment, new AssignmentGone(shard, assignment));
        Optional.ofNullable(notes.get(shard)).ifPresent(last -> assignment.tell(new AssignmentActor.HandOver(last)));
        members.accept(shard, new Taken(shard));
    }

    private void stopped(ShardKey shard, Map<String, Long> last) {
        assignments.remove(shard);
        var part = new HashMap<String, Long>();
        last.forEach((id, instant) -> {
            part.put(id, instant);
            if (part.size() == NOTE_SIZE) {
                members.accept(shard, new Note(shard, part));
                part.clear();
            }
        });
        members.accept(shard, new Note(shard, part)); // be it empty: somebody must wake the shard
    }

    private void noted(ShardKey shard, Map<String, Long> last) {
        var assignment = assignments.get(shard);
        if (assignment != null) {
            assignment.tell(new AssignmentActor.HandOver(last));
            members.accept(shard, new Taken(shard));
            return;
        }
        var known = notes.computeIfAbsent(shard, _ -> new HashMap<>());
        last.forEach((id, instant) -> known.merge(id, instant, Math::max));
        wake(shard, 1);
    }

    private void wake(ShardKey shard, int tries) {
        if (tries > WAKES) {
            forget(shard);
            return;
        }
        wake.accept(shard);
        timers.startSingleTimer(shard, new WakeDue(shard, tries + 1), FIRST_WAKE.multipliedBy(1L << (tries - 1)));
    }

    private void forget(ShardKey shard) {
        notes.remove(shard);
        timers.cancel(shard);
    }
}

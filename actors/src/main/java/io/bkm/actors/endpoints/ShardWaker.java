package io.bkm.actors.endpoints;

import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Sees to it that every shard is somewhere: a shard exists only once a message was sent to it. A daemonset member wakes
 * the shard of its node, the oldest statefulset member wakes all spread shards; again and again, as a message to a shard
 * that is about to move may be lost. Needs no operator: shards of a lost member come back without one.
 */
final class ShardWaker {

    sealed interface Command {}

    private record MemberChanged() implements Command {}

    private record WakeDue(int after) implements Command {}

    /** After a change of members the regions do not know yet what has moved; so look again soon, and then seldom. */
    private static final Duration[] SOON = {Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(3)};

    private final TimerScheduler<Command> timers;
    private final Cluster cluster;
    private final CoordinatedShutdown shutdown;
    private final Consumer<ShardKey> wake;
    private final Duration interval;

    private ShardWaker(
            ActorContext<Command> context, TimerScheduler<Command> timers, Consumer<ShardKey> wake, Duration interval) {
        this.timers = timers;
        this.cluster = Cluster.get(context.getSystem());
        this.shutdown = CoordinatedShutdown.get(context.getSystem());
        this.wake = wake;
        this.interval = interval;
    }

    static Behavior<Command> create(Consumer<ShardKey> wake, Duration interval) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ShardWaker(context, timers, wake, interval).start(context)));
    }

    private Behavior<Command> start(ActorContext<Command> context) {
        var members = context.messageAdapter(ClusterEvent.MemberEvent.class, _ -> new MemberChanged());
        cluster.subscriptions().tell(Subscribe.create(members, ClusterEvent.MemberEvent.class));
        schedule(0);
        return Behaviors.receiveMessage(command -> switch (command) {
            case MemberChanged _ -> schedule(0);
            case WakeDue(var after) -> {
                wakeMine();
                yield schedule(after + 1);
            }
        });
    }

    private Behavior<Command> schedule(int after) {
        timers.startSingleTimer(
                WakeDue.class,
                new WakeDue(after),
                after < SOON.length && SOON[after].compareTo(interval) < 0 ? SOON[after] : interval);
        return Behaviors.same();
    }

    private void wakeMine() {
        var self = cluster.selfMember();
        // A message to a shard that we are giving up waits for a new owner, and our leaving waits for it.
        if (!self.status().equals(MemberStatus.up())
                || shutdown.getShutdownReason().isPresent()) {
            return;
        }
        for (var role : self.getRoles()) {
            if (Roles.isNode(role)) {
                wake.accept(new ShardKey.Node(Roles.nodeOf(role)));
            }
        }
        if (self.hasRole(Roles.STATEFULSET) && isOldest(self)) {
            for (int number = 0; number < ShardKey.SPREAD_SHARDS; number++) {
                wake.accept(new ShardKey.Spread(number));
            }
        }
    }

    private boolean isOldest(Member self) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member ->
                        member.hasRole(Roles.STATEFULSET) && member.status().equals(MemberStatus.up()))
                .noneMatch(member -> member.isOlderThan(self));
    }
}

package io.bkm.actors.joins;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.resources.Resources;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Beside the operator: tells members of pods, of those that they ask for. It keeps nothing for a member but whom to tell
 * that there is something new; a member that is lost asks anew from where it is.
 */
public final class PodServer {

    /** Public messages come from the operator, those of members over the wire. */
    public sealed interface Command permits Snapshot, PodPull {}

    /** What is known from now on. */
    public record Snapshot(Resources resources, Expanded expanded) implements Command {}

    /** The one that runs: whoever asks finds it here. */
    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "bkm-pods");

    /** An answer in bytes is below the frame of 512 KiB, though it may be larger than this by one pod. */
    static final int PIECE_SIZE = 128 << 10;

    /** Whoever asked for nothing for so long is told of nothing. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private record Follower(PodScope scope, long askedAt) {}

    private final PodLog log;
    private final InstantSource clock;
    private final int pieceSize;
    private final Map<ActorRef<PodAnswer>, Follower> followers = new HashMap<>();

    private PodServer(PodLog log, InstantSource clock, int pieceSize) {
        this.log = log;
        this.clock = clock;
        this.pieceSize = pieceSize;
    }

    /** Begins a new life of the log: an operator begins. */
    public static Behavior<Command> create(PodLog log, InstantSource clock) {
        return create(log, clock, PIECE_SIZE);
    }

    static Behavior<Command> create(PodLog log, InstantSource clock, int pieceSize) {
        return Behaviors.setup(context -> {
            log.begin();
            return new PodServer(log, clock, pieceSize).start(context);
        });
    }

    private Behavior<Command> start(ActorContext<Command> context) {
        context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Snapshot(var resources, var expanded) -> {
                    boolean first = !log.isReady();
                    tell(log.update(resources, expanded), first);
                }
                case PodPull pull -> answer(pull);
            }
            return Behaviors.same();
        });
    }

    private void answer(PodPull pull) {
        followers.put(pull.replyTo(), new Follower(pull.scope(), clock.millis()));
        if (!log.isReady()) {
            pull.replyTo().tell(new PodAnswer.NotReady(pull.number()));
            return;
        }
        boolean paging = pull.after() != null && pull.have().epoch() == log.epoch();
        if (!paging && log.reaches(pull.have())) {
            var since = log.since(pull.have().sequence(), pull.scope(), pieceSize);
            pull.replyTo()
                    .tell(new PodAnswer.Changes(
                            pull.number(),
                            new PodPosition(log.epoch(), since.to()),
                            since.more(),
                            since.changed(),
                            since.gone()));
        } else {
            var page = log.page(pull.scope(), paging ? pull.after() : null, pieceSize);
            pull.replyTo()
                    .tell(new PodAnswer.Page(
                            pull.number(), new PodPosition(log.epoch(), page.sequence()), page.pods(), page.last()));
        }
    }

    /**
     * @param nodes whose pods are others
     * @param all whoever asked had no answer yet
     */
    private void tell(Set<String> nodes, boolean all) {
        long oldest = clock.millis() - FORGOTTEN_AFTER.toMillis();
        followers.values().removeIf(follower -> follower.askedAt() < oldest);
        if (nodes.isEmpty() && !all) {
            return;
        }
        var news = new PodAnswer.News(new PodPosition(log.epoch(), log.sequence()));
        followers.forEach((follower, asked) -> {
            if (all || nodes.stream().anyMatch(asked.scope()::has)) {
                follower.tell(news);
            }
        });
    }
}

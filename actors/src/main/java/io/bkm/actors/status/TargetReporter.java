package io.bkm.actors.status;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.endpoints.TargetStatus;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** One on each member: tells what the member scrapes, in pages that fit into a frame. */
public final class TargetReporter {

    /** Asks for the targets of a member from the {@code from}-th on. */
    public record GetTargets(int from, ActorRef<Page> replyTo) implements CborSerializable {}

    /**
     * Some of a member's targets.
     *
     * @param member {@code host:port}
     * @param next where the next page begins, -1 after the last
     */
    public record Page(String member, List<TargetStatus> targets, int next) implements CborSerializable {

        public Page {
            targets = List.copyOf(targets);
        }
    }

    static final ServiceKey<GetTargets> KEY = ServiceKey.create(GetTargets.class, "bkm-targets");
    /** 100 targets of 1 kB each stay well below a frame of 512 KiB. */
    private static final int PAGE = 100;

    private TargetReporter() {}

    /**
     * @param member this one's {@code host:port}
     * @param statuses all targets of this member, in an order that does not change from call to call
     */
    public static Behavior<GetTargets> create(String member, Supplier<List<TargetStatus>> statuses) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receiveMessage(ask -> {
                var all = statuses.get();
                int from = Math.min(Math.max(ask.from(), 0), all.size());
                int to = Math.min(from + PAGE, all.size());
                ask.replyTo().tell(new Page(member, all.subList(from, to), to < all.size() ? to : -1));
                return Behaviors.same();
            });
        });
    }
}

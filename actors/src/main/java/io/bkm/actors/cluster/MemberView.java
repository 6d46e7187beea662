package io.bkm.actors.cluster;

import io.bkm.actors.CborSerializable;
import io.bkm.actors.endpoints.EndpointTable;
import io.bkm.actors.endpoints.ScrapeLoad;
import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.targets.EndpointId;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.typed.Cluster;

/** Tells the other members what this one scrapes. One on each member, found through the receptionist. */
final class MemberView {

    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "bkm-member");

    /** An answer of so many characters is below the frame of 512 KiB, whatever alphabet its labels are in. */
    private static final int PAGE_CHARACTERS = 100_000;

    sealed interface Command {}

    /** @param after {@code next} of the page before, "" for the first */
    record GetTargets(String after, ActorRef<TargetsPage> replyTo) implements Command, CborSerializable {}

    /** Asks for what an endpoint answers now. */
    record GetLines(ShardKey shard, EndpointId endpoint, ActorRef<Peek.Answer> replyTo)
            implements Command, CborSerializable {}

    record GetLoad(ActorRef<MemberLoad> replyTo) implements Command, CborSerializable {}

    /** @param member its {@code host:port} */
    record MemberLoad(String member, ScrapeLoad load) implements CborSerializable {}

    /**
     * @param member its {@code host:port}
     * @param next "" after the last
     */
    record TargetsPage(String member, List<TargetStatus> targets, String next) implements CborSerializable {

        TargetsPage {
            targets = List.copyOf(targets);
        }
    }

    private MemberView() {}

    static Behavior<Command> create(EndpointTable table, Peek.Fetch peek) {
        return Behaviors.setup(context -> {
            var member = hostPort(Cluster.get(context.getSystem()).selfMember().address());
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receiveMessage(command -> switch (command) {
                case GetTargets(var after, var replyTo) -> {
                    var page = table.page(after, PAGE_CHARACTERS);
                    replyTo.tell(new TargetsPage(member, page.targets(), page.next()));
                    yield Behaviors.same();
                }
                case GetLines get -> {
                    var endpoint = table.endpoint(get.shard(), get.endpoint());
                    Peek.answer(endpoint, peek, get.replyTo(), context.getSystem());
                    yield Behaviors.same();
                }
                case GetLoad(var replyTo) -> {
                    replyTo.tell(new MemberLoad(member, table.spreadLoad()));
                    yield Behaviors.same();
                }
            });
        });
    }

    static String hostPort(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}

package io.bkm.actors.cluster;

import io.bkm.actors.CborSerializable;
import io.bkm.streams.scrape.ExtraFetch;
import io.bkm.streams.targets.Endpoint;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.SourceRef;
import org.apache.pekko.stream.StreamRefAttributes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamRefs;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets others see what an endpoint answers now, through the member that scrapes it: that one has the credentials and the way. */
public final class Peek {

    private static final Logger LOG = LoggerFactory.getLogger(Peek.class);

    /** Elements are 64 KiB, and many may be told at a time. */
    static final Attributes SMALL = StreamRefAttributes.bufferCapacity(2);

    private Peek() {}

    /** Gets the body once more. Blocks; called on a virtual thread. */
    @FunctionalInterface
    public interface Fetch {
        ExtraFetch.Seen fetch(Endpoint endpoint) throws InterruptedException;
    }

    /**
     * What the owner answers.
     *
     * @param problem why there are no lines, "" when there are
     * @param lines piece by piece, as fast as they are taken; given up when nobody begins to take them
     */
    record Answer(String problem, @Nullable SourceRef<ByteString> lines) implements CborSerializable {

        static Answer problem(String reason) {
            return new Answer(reason, null);
        }
    }

    /** Answers later. */
    static void answer(Optional<Endpoint> endpoint, Fetch fetch, ActorRef<Answer> replyTo, ActorSystem<?> system) {
        if (endpoint.isEmpty()) {
            replyTo.tell(Answer.problem("scraped by another member by now"));
            return;
        }
        var _ = Thread.ofVirtual().name("bkm-peek").start(() -> replyTo.tell(answer(endpoint.get(), fetch, system)));
    }

    private static Answer answer(Endpoint endpoint, Fetch fetch, ActorSystem<?> system) {
        try {
            return switch (fetch.fetch(endpoint)) {
                case ExtraFetch.Lines lines ->
                    new Answer(
                            "",
                            told(lines)
                                    .runWith(StreamRefs.<ByteString>sourceRef().addAttributes(SMALL), system));
                case ExtraFetch.NotSeen(var reason) -> Answer.problem(reason);
            };
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Answer.problem("the member ends");
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).addKeyValue("endpointId", endpoint.id()).log("nothing to see");
            return Answer.problem("bug: " + bug);
        }
    }

    /** Closed with its end, whatever that is: all told, given up, or nobody came for it. */
    private static Source<ByteString, NotUsed> told(ExtraFetch.Lines lines) {
        return Source.from(lines.pieces()).watchTermination((nothing, done) -> {
            var _ = done.whenComplete((_, _) -> lines.close());
            return nothing;
        });
    }
}

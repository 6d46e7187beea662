package io.bkm.actors.joins;

import io.bkm.actors.CborSerializable;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A member asks what it does not know of pods.
 *
 * @param number of the question; the answer carries it
 * @param have how far the member is; the answer tells of what came after it, or, where that is not known any more, of all
 * @param after the last pod of the pages of this list that the member has, null where it has none of them
 */
record PodPull(
        long number,
        PodPosition have,
        PodScope scope,
        @Nullable PodKey after,
        ActorRef<PodAnswer> replyTo) implements PodServer.Command, CborSerializable {}

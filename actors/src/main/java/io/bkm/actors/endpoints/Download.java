package io.bkm.actors.endpoints;

import io.bkm.actors.endpoints.Checkpoints.Checkpoint;
import io.bkm.actors.operator.Operator.Chunk;
import io.bkm.actors.placement.Bytes;
import io.bkm.actors.placement.Generation;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a list together. A first piece starts over; a piece that does not follow is left out. */
final class Download {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Generation generation;
    private int next;

    /** @return whether this was the last piece */
    boolean accept(Chunk chunk) {
        if (chunk.index() == 0) {
            received.reset();
            generation = chunk.generation();
            next = 0;
        }
        if (!Objects.equals(generation, chunk.generation()) || chunk.index() != next) {
            return false;
        }
        received.writeBytes(chunk.bytes().content());
        next++;
        return next == chunk.count();
    }

    /** The piece that is missing. */
    int next() {
        return next;
    }

    /** The whole, after the last piece. */
    Checkpoint finish(Chunk last) {
        var whole = new Checkpoint(last.shard(), last.generation(), last.hash(), Bytes.of(received.toByteArray()));
        reset();
        return whole;
    }

    void reset() {
        received.reset();
        generation = null;
        next = 0;
    }
}

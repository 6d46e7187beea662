package io.bkm.actors.endpoints;

import io.bkm.actors.placement.Bytes;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a member applied, kept over its restarts: it starts from there when the operator does not answer. */
interface Checkpoints {

    /** @param bytes of {@link io.bkm.actors.placement.AssignmentCodec} */
    record Checkpoint(ShardKey shard, Generation generation, String hash, Bytes bytes) {}

    /** Keeps nothing. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public @Nullable Checkpoint read(ShardKey shard) {
            return null;
        }

        @Override
        public void write(Checkpoint checkpoint) {}
    };

    /** The shard's last one; null when there is none, or none that can be read. */
    @Nullable
    Checkpoint read(ShardKey shard);

    /** Replaces the shard's. */
    void write(Checkpoint checkpoint) throws IOException;
}

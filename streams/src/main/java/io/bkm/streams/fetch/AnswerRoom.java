package io.bkm.streams.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Room for the answer of one fetch. It is asked for when the first byte of the answer has come: a fetch that waits for a
 * target that is silent holds no memory.
 */
public interface AnswerRoom {

    /**
     * Called once at most; waits.
     *
     * @return where the body goes, to be given back by whoever gave the room; null when there was none in time
     */
    @Nullable
    BodyBuffer enter(Duration atMost) throws InterruptedException;
}

package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import org.jspecify.annotations.Nullable;

/** What a fetch borrows once there is an answer: room for its body, and a buffer to read through. One thread uses it. */
final class Lease implements WireInput.Room, AutoCloseable {

    private final AnswerRoom room;
    private final BodyBuffers buffers;
    private final int bufferSize;
    private final Deadline deadline;
    private @Nullable BodyBuffer body;
    private byte @Nullable [] buffer;

    Lease(AnswerRoom room, BodyBuffers buffers, int maxHeadSize, Deadline deadline) {
        this.room = room;
        this.buffers = buffers;
        this.bufferSize = Math.max(BodyBuffers.SMALLEST, maxHeadSize);
        this.deadline = deadline;
    }

    /** Borrowed with the room for the body, at the first answer; redirects and second attempts use the same. */
    @Override
    public byte[] buffer() throws FetchFailure {
        if (buffer == null) {
            buffer = body().borrow(bufferSize);
            if (buffer == null) {
                throw BodyReader.noMemory();
            }
        }
        return buffer;
    }

    /** Stays with whoever gave the room. */
    BodyBuffer body() throws FetchFailure {
        if (body == null) {
            var left = deadline.left(Stage.ROOM);
            try {
                body = room.enter(left);
            } catch (InterruptedException e) {
                throw Deadline.cancelled();
            }
            if (body == null) {
                throw new FetchFailure(
                        Reason.BUSY,
                        "no room to read the answer within " + left
                                + " (bkm.scrape.max-in-flight, bkm.fetch.buffer-memory)");
            }
            body.clear();
        }
        return body;
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
    }
}

package io.bkm.streams.scrape;

import io.bkm.streams.fetch.AnswerRoom;
import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.Fetcher;
import io.bkm.streams.targets.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Gets the body of an endpoint once more, for somebody who wants to see it. It is no scrape: no sample of it goes
 * anywhere, and it is counted apart. Its memory is that of other bodies, and once more that for the lines.
 */
public final class ExtraFetch {

    /** What came of it. */
    public sealed interface Seen {}

    /** Its memory counts as in use until it is closed. */
    public static final class Lines implements Seen, AutoCloseable {

        private final List<ByteString> pieces;
        private final AtomicReference<@Nullable Runnable> onClose;

        /** @param onClose called once */
        public Lines(List<ByteString> pieces, Runnable onClose) {
            this.pieces = List.copyOf(pieces);
            this.onClose = new AtomicReference<>(onClose);
        }

        /** Of the lines that are neither comments nor empty; each ends with a line. */
        public List<ByteString> pieces() {
            return pieces;
        }

        @Override
        public void close() {
            var action = onClose.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }

    /** @param reason for people; never a credential */
    public record NotSeen(String reason) implements Seen {}

    /**
     * @param done bodies that were got
     * @param failed bodies that were not
     */
    public record Counts(long done, long failed) {}

    private final ExtraFetchSettings settings;
    private final Fetcher fetcher;
    private final BodyBuffers buffers;
    private final Semaphore permits;
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public ExtraFetch(ExtraFetchSettings settings, Fetcher fetcher, BodyBuffers buffers) {
        this.settings = settings;
        this.fetcher = fetcher;
        this.buffers = buffers;
        this.permits = new Semaphore(settings.maxAtOnce());
    }

    /**
     * Blocks, at most about twice the endpoint's timeout: call it on a virtual thread.
     *
     * @return {@link Lines}, to be closed once they are told, or {@link NotSeen}
     */
    public Seen fetch(Endpoint endpoint) throws InterruptedException {
        if (!permits.tryAcquire(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            return notSeen("busy: bkm.extra-fetch.max-at-once others are under way on this member");
        }
        boolean held = false;
        var room = new Room();
        try (room;
                var client = fetcher.open(endpoint)) {
            return switch (client.fetch(settings.maxBodySize(), room)) {
                case FetchResult.Fetched _ -> {
                    var lines = seen(room);
                    held = true;
                    yield lines;
                }
                case FetchResult.Failed failure ->
                    notSeen(failure.reason().name().toLowerCase(Locale.ROOT) + ": " + failure.detail());
            };
        } finally {
            if (!held) {
                permits.release();
            }
        }
    }

    private Lines seen(Room room) {
        var body = room.body;
        var lines = new Lines(body == null ? List.of() : SampleLines.of(body.array(), body.length()), permits::release);
        done.increment();
        return lines;
    }

    private Seen notSeen(String reason) {
        failed.increment();
        return new NotSeen(reason);
    }

    public Counts counts() {
        return new Counts(done.sum(), failed.sum());
    }

    private final class Room implements AnswerRoom, AutoCloseable {

        private @Nullable BodyBuffer body;

        @Override
        public @Nullable BodyBuffer enter(Duration atMost) throws InterruptedException {
            body = buffers.take(0, atMost);
            return body;
        }

        @Override
        public void close() {
            if (body != null) {
                body.close();
            }
        }
    }
}

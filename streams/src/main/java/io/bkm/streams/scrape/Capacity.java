package io.bkm.streams.scrape;

import io.bkm.streams.fetch.AnswerRoom;
import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.BodyBuffers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many scrapes a member has under way. One that waits for its target costs a socket and a few KiB; one that has an
 * answer costs memory and CPU until its samples are handed over. They are bounded apart, so that targets that do not answer
 * keep nobody else from being scraped.
 */
final class Capacity {

    private final Semaphore waiting;
    /** Places among the waiting for endpoints that were silent the last time: the rest is for those that answer. */
    private final Semaphore silent;
    /** Fair: who came first is read first. */
    private final Semaphore working;

    private final BodyBuffers buffers;

    Capacity(ScrapeSettings settings, BodyBuffers buffers) {
        waiting = new Semaphore(settings.maxWaiting());
        silent = new Semaphore(Math.max(1, settings.maxWaiting() / 4 * 3));
        working = new Semaphore(settings.maxInFlight(), true);
        this.buffers = buffers;
    }

    /**
     * A place among those that wait; null when there is none.
     *
     * @param wasSilent the endpoint's last scrape ended without an answer
     * @param expectedBytes of the body
     */
    @Nullable
    Place tryEnter(boolean wasSilent, int expectedBytes) {
        if (wasSilent && !silent.tryAcquire()) {
            return null;
        }
        if (!waiting.tryAcquire()) {
            if (wasSilent) {
                silent.release();
            }
            return null;
        }
        return new Place(wasSilent, expectedBytes);
    }

    /** What one scrape has of it. One thread at a time uses it; it must be closed. */
    final class Place implements AnswerRoom, AutoCloseable {

        private final boolean wasSilent;
        private final int expectedBytes;
        private boolean waits = true;
        private boolean works;
        private boolean answered;
        private @Nullable BodyBuffer body;

        private Place(boolean wasSilent, int expectedBytes) {
            this.wasSilent = wasSilent;
            this.expectedBytes = expectedBytes;
        }

        @Override
        public @Nullable BodyBuffer enter(Duration atMost) throws InterruptedException {
            long end = System.nanoTime() + atMost.toNanos();
            answered = true;
            stopWaiting();
            works = working.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (works) {
                body = buffers.take(expectedBytes, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
            return body;
        }

        /** For what is written of a scrape without an answer. */
        void work() throws InterruptedException {
            stopWaiting();
            if (!works) {
                working.acquire();
                works = true;
            }
        }

        boolean answered() {
            return answered;
        }

        /** Null when there was no answer, or no room for it. */
        @Nullable
        BodyBuffer body() {
            return body;
        }

        @Override
        public void close() {
            stopWaiting();
            if (body != null) {
                body.close();
            }
            if (works) {
                works = false;
                working.release();
            }
        }

        private void stopWaiting() {
            if (waits) {
                waits = false;
                waiting.release();
                if (wasSilent) {
                    silent.release();
                }
            }
        }
    }
}

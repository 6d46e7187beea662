package io.bkm.streams.gse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to the agent, one at a time, however often the connection must be made again for it. One thread does
 * everything that touches the connection: connect, ask, read, write, give up; so no two can disagree about it.
 *
 * <p>A frame is written whole on one connection. When a connection ends, the frames that it did not take whole are
 * written again on the next one, from their first byte and with the same index.
 */
final class GseClient {

    private static final Logger log = LoggerFactory.getLogger(GseClient.class);
    private static final Duration INDEX_SAVE_INTERVAL = Duration.ofSeconds(1);

    private final GseSettings settings;
    private final GseCounters counters;
    private final InstantSource clock;
    private final Selector selector;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<@Nullable GseWork> handedOver = new AtomicReference<>();
    private final CompletableFuture<Done> ended = new CompletableFuture<>();
    private volatile @Nullable Long drainUntil;
    private volatile boolean closed;

    // From here on the thread's own.
    private final HostInfo host;
    private final GseLink link;
    private final GseIndex index;
    private @Nullable GseWork work;
    private long saveIndexAt = System.nanoTime();

    GseClient(GseSettings settings, GseCounters counters, InstantSource clock) {
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.host = new HostInfo(settings, counters);
        this.link = new GseLink(settings, counters, host, selector);
        this.index = new GseIndex(settings.indexFile().isEmpty() ? null : Path.of(settings.indexFile()));
    }

    /** Once in its life. */
    void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a connection to " + settings.endpoint() + " is started once");
        }
        var _ = Thread.ofPlatform().daemon().name("bkm-gse").start(this::run);
    }

    /** Writes a batch; answers when its last packet is written or lost. Not before the last one was answered. */
    CompletionStage<GseBatch> send(GseBatch batch) {
        var next = new GseWork(batch);
        if (!handedOver.compareAndSet(null, next)) {
            throw new IllegalStateException("a batch was handed over while another one waits");
        }
        selector.wakeup();
        if (ended.isDone() && handedOver.compareAndSet(next, null)) {
            next.lose(Lost.SHUTDOWN, counters);
            next.finish();
        }
        return next.done();
    }

    /** From {@code timeout} on, what is not written is lost. */
    void drain(Duration timeout) {
        drainUntil = System.nanoTime() + timeout.toNanos();
        selector.wakeup();
    }

    /** Ends the connection; what is not written is lost. Answers when everything is put away. */
    CompletionStage<Done> close() {
        closed = true;
        if (started.compareAndSet(false, true)) {
            putAway();
        } else {
            selector.wakeup();
        }
        return ended;
    }

    private void run() {
        try {
            loadIndex();
            while (!closed) {
                long now = System.nanoTime();
                turnSafely(now);
                var _ = selector.select(Math.max(1, (nextTurn(now) - now) / 1_000_000));
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            log.atError().setCause(e).log("selector broken, nothing can be sent any more");
        } finally {
            putAway();
        }
    }

    private void turnSafely(long now) {
        try {
            turn(now);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("bug: a batch is lost");
            link.drop(now, "a bug", work);
            lose(Lost.BUG);
        }
    }

    private void turn(long now) {
        if (work == null) {
            work = handedOver.getAndSet(null);
        }
        var limit = drainUntil;
        if (limit != null && now - limit >= 0 && work != null) {
            link.drop(now, "out of time to drain", work);
            lose(Lost.SHUTDOWN);
        }
        link.receive(now, work);
        if (work != null && !work.isSealed() && host.ready(now)) {
            work.seal(host.identity(), index, clock.instant().getEpochSecond(), counters);
        }
        link.send(now, work);
        finishWork();
        if (now - saveIndexAt >= 0) {
            saveIndex();
            saveIndexAt = now + INDEX_SAVE_INTERVAL.toNanos();
        }
    }

    private void finishWork() {
        if (work != null && work.isFinished()) {
            var finished = work;
            work = null;
            finished.finish();
        }
    }

    private void lose(Lost reason) {
        if (work != null) {
            work.lose(reason, counters);
            finishWork();
        }
    }

    private long nextTurn(long now) {
        long next = link.nextTurn(now + INDEX_SAVE_INTERVAL.toNanos());
        var limit = drainUntil;
        return limit != null && work != null ? GseLink.earlier(next, limit) : next;
    }

    private void loadIndex() {
        try {
            index.load();
        } catch (IOException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("packet index starts at 1 again");
        }
    }

    private void saveIndex() {
        try {
            index.save();
        } catch (IOException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("packet index not kept");
        }
    }

    private void putAway() {
        link.close(drainUntil);
        lose(Lost.SHUTDOWN);
        saveIndex();
        try {
            selector.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("selector did not close well");
        }
        ended.complete(Done.getInstance());
        var late = handedOver.getAndSet(null);
        if (late != null) {
            late.lose(Lost.SHUTDOWN, counters);
            late.finish();
        }
    }
}

package io.bkm.streams.gse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the agent and writes batches to it, one at a time. One thread does it all: connect, ask who
 * this host is, read, write, give up; so no two can disagree about the connection.
 *
 * <p>A frame is written whole on one connection. When a connection ends, the frames that it did not take whole are
 * written again on the next one, from their first byte and with the same index.
 */
final class GseClient {

    private static final Logger log = LoggerFactory.getLogger(GseClient.class);
    private static final ByteString CONFIG_REQUEST = new GseFrame.ConfigRequest().encode();
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
    private final GseIndex index;
    private final Backoff backoff;
    private final ByteBuffer out;
    private @Nullable GseWork work;
    private @Nullable GseConnection connection;
    private long connectAt = System.nanoTime();
    private long connectedAt;
    private long saveIndexAt = System.nanoTime();
    private boolean reportedDown;

    GseClient(GseSettings settings, GseCounters counters, InstantSource clock) {
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.host = new HostInfo(settings, counters);
        this.index = new GseIndex(settings.indexFile().isEmpty() ? null : Path.of(settings.indexFile()));
        this.backoff = new Backoff(settings.reconnectMin(), settings.reconnectMax());
        this.out = ByteBuffer.allocateDirect(settings.writeBuffer());
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                selector.select(Math.max(1, (nextTurn(now) - now) / 1_000_000));
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
            disconnect(now, "a bug");
            lose(Lost.BUG);
        }
    }

    private void turn(long now) {
        if (work == null) {
            work = handedOver.getAndSet(null);
        }
        var limit = drainUntil;
        if (limit != null && now - limit >= 0 && work != null) {
            disconnect(now, "out of time to drain");
            lose(Lost.SHUTDOWN);
        }
        if (connection == null && now - connectAt >= 0) {
            connect(now);
        }
        if (connection != null) {
            try {
                serve(connection, now);
            } catch (IOException e) {
                disconnect(now, String.valueOf(e.getMessage()));
            }
        }
        if (now - saveIndexAt >= 0) {
            saveIndex();
            saveIndexAt = now + INDEX_SAVE_INTERVAL.toNanos();
        }
    }

    private void connect(long now) {
        try {
            connection = new GseConnection(settings.endpoint(), selector, out, message -> received(message));
            connectedAt = now;
            host.connected(now);
            counters.connects.increment();
            counters.connected(true);
            reportedDown = false;
            log.atInfo().addKeyValue("endpoint", settings.endpoint()).log("connected to the agent");
        } catch (IOException e) {
            counters.connectFailures.increment();
            connectAt = now + backoff.next().toNanos();
            reportDown(String.valueOf(e.getMessage()));
        }
    }

    private void received(AgentMessage message) {
        backoff.reset(); // it answers: it is well
        host.received(message, System.nanoTime());
    }

    private void serve(GseConnection open, long now) throws IOException {
        if (!open.read()) {
            counters.agentCloses.increment();
            throw new IOException("the agent closed the connection");
        }
        sealWhenReady(now);
        do {
            stage(open, now);
        } while (open.write(now) && (host.requestDue(now) || hasUnstaged()));
        finishWork();
        if (!open.idle() && now - open.lastProgress() >= settings.writeTimeout().toNanos()) {
            counters.writeTimeouts.increment();
            throw new SocketTimeoutException("the agent took nothing for " + settings.writeTimeout());
        }
    }

    private void sealWhenReady(long now) {
        if (work != null && !work.isSealed() && host.ready(now)) {
            work.seal(host.identity(), index, clock.instant().getEpochSecond(), counters);
        }
    }

    private void stage(GseConnection open, long now) {
        while (open.wantsFrame()) {
            if (host.requestDue(now)) {
                host.requested(now);
                open.stage(CONFIG_REQUEST, now, () -> {});
            } else if (work != null && work.hasUnstaged()) {
                work.stageOn(open, now, counters);
            } else {
                break;
            }
        }
    }

    private boolean hasUnstaged() {
        return work != null && work.hasUnstaged();
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

    private void disconnect(long now, String reason) {
        var open = connection;
        if (open == null) {
            return;
        }
        connection = null;
        counters.connected(false);
        if (work != null) {
            work.unstage(open.torn());
        }
        if (now - connectedAt > settings.reconnectMax().toNanos()) {
            backoff.reset();
        }
        connectAt = now + backoff.next().toNanos();
        reportDown(reason);
        try {
            open.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("connection did not close well");
        }
    }

    /** Once for each time it goes down, not for each attempt. */
    private void reportDown(String reason) {
        if (!reportedDown && !closed) {
            reportedDown = true;
            log.atWarn()
                    .addKeyValue("endpoint", settings.endpoint())
                    .addKeyValue("reason", reason)
                    .log("no connection to the agent, trying again");
        }
    }

    /** When there is something to do even if nobody wakes the thread. */
    private long nextTurn(long now) {
        long next = now + INDEX_SAVE_INTERVAL.toNanos();
        var open = connection;
        if (open == null) {
            next = earlier(next, connectAt);
        } else {
            next = earlier(next, host.nextRequest());
            if (!open.idle()) {
                next = earlier(
                        next, open.lastProgress() + settings.writeTimeout().toNanos());
            }
        }
        var limit = drainUntil;
        return limit != null && work != null ? earlier(next, limit) : next;
    }

    private static long earlier(long a, long b) {
        return a - b <= 0 ? a : b;
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
        disconnect(System.nanoTime(), "closed");
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

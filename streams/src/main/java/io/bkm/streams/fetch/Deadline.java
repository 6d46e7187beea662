package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch, over everything that it does. A socket's own timeout is per read and would let a server that
 * sends a byte now and then hold a fetch for ever; so when time is up, or the fetch is cancelled, the socket that is in
 * use is closed, and whatever waits for it fails.
 */
final class Deadline implements AutoCloseable {

    private enum State {
        RUNNING,
        EXPIRED,
        CANCELLED,
        OVER
    }

    private final Thread thread = Thread.currentThread();
    private final Duration timeout;
    private final long endNanos;
    private final Future<?> timer;
    private State state = State.RUNNING;
    private @Nullable Socket socket;

    Deadline(Duration timeout, ScheduledExecutorService watchdog) {
        this.timeout = timeout;
        this.endNanos = System.nanoTime() + timeout.toNanos();
        this.timer = watchdog.schedule(this::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** From now on {@code inUse} is what the fetch waits for. */
    synchronized void guard(Socket inUse, Stage stage) throws FetchFailure {
        check(stage);
        socket = inUse;
    }

    /** What is left of the time; more than zero. */
    synchronized Duration left(Stage stage) throws FetchFailure {
        check(stage);
        long nanos = endNanos - System.nanoTime();
        if (nanos <= 0) {
            throw timedOut(stage);
        }
        return Duration.ofNanos(nanos);
    }

    /** What the failure of a socket means: the deadline has a say, because it closes sockets. */
    synchronized FetchFailure explain(IOException e, Stage stage) {
        return switch (state) {
            case EXPIRED -> timedOut(stage);
            case CANCELLED -> cancelled();
            case RUNNING, OVER -> byStage(e, stage);
        };
    }

    FetchFailure timedOut(Stage stage) {
        var reason = stage == Stage.CONNECT ? Reason.CONNECT_TIMEOUT : Reason.TIMEOUT;
        return new FetchFailure(reason, "not done within " + timeout + ", " + stage.text());
    }

    static FetchFailure cancelled() {
        return new FetchFailure(Reason.CANCELLED, "closed");
    }

    /** Ends the fetch from another thread. */
    synchronized void cancel() {
        if (state == State.RUNNING) {
            end(State.CANCELLED);
            thread.interrupt();
        }
    }

    /** The fetch is over: the connection may outlive it. */
    @Override
    public synchronized void close() {
        timer.cancel(false);
        if (state == State.CANCELLED) {
            var _ = Thread.interrupted(); // ours, from cancel(): not the caller's concern
        }
        state = State.OVER;
        socket = null;
    }

    private synchronized void expire() {
        if (state == State.RUNNING) {
            end(State.EXPIRED);
        }
    }

    private void end(State how) {
        state = how;
        if (socket != null) {
            Connection.closeQuietly(socket);
        }
    }

    private void check(Stage stage) throws FetchFailure {
        switch (state) {
            case EXPIRED -> throw timedOut(stage);
            case CANCELLED -> throw cancelled();
            case RUNNING, OVER -> {}
        }
    }

    private static FetchFailure byStage(IOException e, Stage stage) {
        var reason = switch (stage) {
            case LOOKUP -> Reason.DNS;
            case CONNECT -> connectReason(e);
            case HANDSHAKE -> Reason.TLS;
            case PROXY, HEAD, ROOM -> Reason.CONNECTION;
            case TOKEN -> Reason.CREDENTIALS;
            case BODY -> Reason.BODY;
        };
        var what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new FetchFailure(reason, what + ", " + stage.text());
    }

    /** The JDK tells a refused connection from an unreachable network by the text only. */
    private static Reason connectReason(IOException e) {
        var message = String.valueOf(e.getMessage());
        if (message.contains("timed out")) {
            return Reason.CONNECT_TIMEOUT;
        }
        return e instanceof ConnectException && message.contains("refused") ? Reason.REFUSED : Reason.CONNECTION;
    }
}

package io.bkm.streams.gse;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the agent, whichever it is at the moment: made, asked who this host is, written to, given up and
 * made again. Never blocks; one thread uses it, times are of {@link System#nanoTime}.
 */
final class GseLink {

    private static final Logger log = LoggerFactory.getLogger(GseLink.class);
    private static final ByteString CONFIG_REQUEST = new GseFrame.ConfigRequest().encode();
    /** Connections left to an agent that stalls; with more it has lost its way, and the oldest is closed. */
    private static final int MAX_LEFT = 8;

    private final GseSettings settings;
    private final GseCounters counters;
    private final HostInfo host;
    private final Selector selector;
    private final Backoff backoff;
    private final ByteBuffer out;
    private final ArrayDeque<GseConnection> left = new ArrayDeque<>();
    private @Nullable GseConnection connection;
    private long connectAt = System.nanoTime();
    private long connectedAt;
    private boolean reportedDown;

    GseLink(GseSettings settings, GseCounters counters, HostInfo host, Selector selector) {
        this.settings = settings;
        this.counters = counters;
        this.host = host;
        this.selector = selector;
        this.backoff = new Backoff(settings.reconnectMin(), settings.reconnectMax());
        this.out = ByteBuffer.allocateDirect(settings.writeBuffer());
    }

    /** Connects when it is time to, and reads what the agent says. */
    void receive(long now, @Nullable GseWork work) {
        left.removeIf(GseLink::isOver);
        if (connection == null && now - connectAt >= 0) {
            connect(now);
        }
        var open = connection;
        if (open == null) {
            return;
        }
        try {
            if (!open.read()) {
                counters.agentCloses.increment();
                drop(now, "the agent closed the connection", work);
            }
        } catch (IOException e) {
            drop(now, String.valueOf(e.getMessage()), work);
        }
    }

    /** Writes as much of the work as the agent takes at once, and asks who this host is when it is time to. */
    void send(long now, @Nullable GseWork work) {
        var open = connection;
        if (open == null) {
            return;
        }
        try {
            do {
                stage(open, now, work);
            } while (open.write(now) && (host.requestDue(now) || (work != null && work.hasUnstaged())));
            if (!open.idle()
                    && now - open.lastProgress() >= settings.writeTimeout().toNanos()) {
                counters.writeTimeouts.increment();
                leave(open);
                throw new SocketTimeoutException("the agent took nothing for " + settings.writeTimeout());
            }
        } catch (IOException e) {
            drop(now, String.valueOf(e.getMessage()), work);
        }
    }

    /** Ends the connection, if there is one. What of the work it did not take whole is to be written again. */
    void drop(long now, String reason, @Nullable GseWork work) {
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
        if (!left.contains(open)) {
            closeQuietly(open);
        }
    }

    /** When there is something to do even if nothing happens; not later than {@code latest}. */
    long nextTurn(long latest) {
        var open = connection;
        if (open == null) {
            return earlier(latest, connectAt);
        }
        // while the agent takes nothing there is no room for a request, however long it is due
        long next = open.wantsFrame() ? earlier(latest, host.nextRequest()) : latest;
        return open.idle()
                ? next
                : earlier(next, open.lastProgress() + settings.writeTimeout().toNanos());
    }

    static long earlier(long a, long b) {
        return a - b <= 0 ? a : b;
    }

    /**
     * Closes the connection.
     *
     * @param until how long the agent may go on reading what was written; null: not at all
     */
    void close(@Nullable Long until) {
        reportedDown = true; // nobody tries again
        try {
            if (until != null && connection != null && connection.idle()) {
                leave(connection);
            }
            while (until != null && !left.isEmpty() && System.nanoTime() - until < 0) {
                var _ = selector.select(Math.max(1, (until - System.nanoTime()) / 1_000_000));
                selector.selectedKeys().clear();
                left.removeIf(GseLink::isOver);
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("did not wait for the agent");
        }
        drop(System.nanoTime(), "closed", null);
        left.forEach(GseLink::closeQuietly);
    }

    private void connect(long now) {
        try {
            connection = new GseConnection(settings.endpoint(), selector, out, this::received);
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

    private void stage(GseConnection open, long now, @Nullable GseWork work) {
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

    /** The agent may still read what this connection took whole. */
    private void leave(GseConnection open) throws IOException {
        open.leave();
        left.add(open);
        if (left.size() > MAX_LEFT) {
            closeQuietly(left.remove());
        }
    }

    private static boolean isOver(GseConnection leftBehind) {
        try {
            if (leftBehind.read()) {
                return false;
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("connection that was left ended");
        }
        closeQuietly(leftBehind);
        return true;
    }

    private static void closeQuietly(GseConnection open) {
        try {
            open.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("connection did not close well");
        }
    }

    /** Once for each time it goes down, not for each attempt. */
    private void reportDown(String reason) {
        if (!reportedDown) {
            reportedDown = true;
            log.atWarn()
                    .addKeyValue("endpoint", settings.endpoint())
                    .addKeyValue("reason", reason)
                    .log("no connection to the agent, trying again");
        }
    }
}

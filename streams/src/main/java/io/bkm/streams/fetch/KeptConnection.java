package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The connection of an endpoint, kept between its scrapes. Only {@link #close} may come from another thread. */
final class KeptConnection implements AutoCloseable {

    /** A request that was sent, and the head of what came back. The body is still to be read from the wire. */
    record Answer(Connection connection, WireInput wire, ResponseHead head) {}

    private final Connector connector;
    private final Connector.Options options;
    private final int maxHeadSize;
    private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();
    private volatile boolean closed;

    KeptConnection(Connector connector, Connector.Options options, int maxHeadSize) {
        this.connector = connector;
        this.options = options;
        this.maxHeadSize = maxHeadSize;
    }

    /**
     * Sends a request that may be sent twice. The server may have closed the kept connection meanwhile, which shows only
     * now: then a new one is tried, once.
     *
     * @param room where the buffer to read through comes from; borrowed until the body is read
     */
    Answer send(Route route, byte[] request, Deadline deadline, WireInput.Room room) throws FetchFailure {
        var kept = idle.getAndSet(null);
        if (kept != null) {
            var answer = sendOnKept(kept, route, request, deadline, room);
            if (answer != null) {
                return answer;
            }
        }
        var fresh = connector.connect(route, options, deadline);
        try {
            return exchange(fresh, fresh.input(room), request, deadline);
        } catch (IOException e) {
            fresh.close();
            throw deadline.explain(e, Stage.HEAD);
        } catch (FetchFailure e) {
            fresh.close();
            throw e;
        }
    }

    /** Takes a connection back whose response was read whole. */
    void keep(Answer answer) {
        if (!answer.head().keepAlive() || answer.wire().hasLeftOver()) {
            answer.connection().close();
            return;
        }
        idle.set(answer.connection());
        if (closed) {
            close();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    void closeIdle() {
        var kept = idle.getAndSet(null);
        if (kept != null) {
            kept.close();
        }
    }

    private @Nullable Answer sendOnKept(
            Connection kept, Route route, byte[] request, Deadline deadline, WireInput.Room room) throws FetchFailure {
        var wire = kept.input(room);
        try {
            if (!kept.route().equals(route) || !connector.isCurrent(kept, options)) {
                kept.close();
                return null;
            }
            var answer = exchange(kept, wire, request, deadline);
            // Some servers say goodbye to an idle connection with a response of their own.
            if (answer.head().status() == 408) {
                kept.close();
                return null;
            }
            return answer;
        } catch (IOException e) {
            kept.close();
            var failure = deadline.explain(e, Stage.HEAD);
            if (wire.received() || failure.reason() != Reason.CONNECTION) {
                throw failure;
            }
            return null;
        } catch (FetchFailure e) {
            kept.close();
            throw e;
        }
    }

    private Answer exchange(Connection connection, WireInput wire, byte[] request, Deadline deadline)
            throws IOException, FetchFailure {
        deadline.guard(connection.raw(), Stage.HEAD);
        connection.send(request);
        return new Answer(connection, wire, ResponseHead.read(wire, maxHeadSize));
    }
}

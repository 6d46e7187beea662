package io.bkm.streams.gse;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;

/**
 * The way out to the agent while its stream runs. It is closed while more than a part of the byte budget waits, and
 * after the shutdown has begun.
 */
public final class GseOutlet implements Outlet {

    private final BoundedSourceQueue<GsePacket> queue;
    private final ByteBudget budget;
    private final GseCounters counters;
    private final GseClient client;
    private final Duration drainTimeout;
    private final CompletionStage<Done> ended;
    private final AtomicBoolean shutdown = new AtomicBoolean();

    GseOutlet(
            BoundedSourceQueue<GsePacket> queue,
            ByteBudget budget,
            GseCounters counters,
            GseClient client,
            Duration drainTimeout,
            CompletionStage<Done> ended) {
        this.queue = queue;
        this.budget = budget;
        this.counters = counters;
        this.client = client;
        this.drainTimeout = drainTimeout;
        this.ended = ended;
    }

    @Override
    public boolean open() {
        return !shutdown.get() && budget.open();
    }

    /** After the shutdown has begun the packet is lost, and counted. */
    @Override
    public void put(GsePacket packet) throws InterruptedException {
        int cost = GseBatch.cost(packet);
        budget.acquire(cost);
        var result = queue.offer(packet);
        if (result instanceof QueueOfferResult.QueueClosed$) {
            counters.lost(Lost.SHUTDOWN, packet);
            budget.release(cost);
        } else if (!(result instanceof QueueOfferResult.Enqueued$)) {
            budget.release(cost);
            throw new IllegalStateException("packet not taken: " + result + " (expected: Enqueued)");
        }
    }

    /** Takes nothing more and writes what waits, for as long as the settings allow. */
    public CompletionStage<Done> shutdown() {
        if (shutdown.compareAndSet(false, true)) {
            client.drain(drainTimeout);
            queue.complete();
        }
        return ended;
    }

    /** Answers when the stream and the connection have ended, by a shutdown or by a bug. */
    public CompletionStage<Done> ended() {
        return ended;
    }
}

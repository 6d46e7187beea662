package io.bkm.streams.gse;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** From packets to the agent's socket. */
public final class GseSink {

    private GseSink() {}

    /**
     * The whole way: packets that are put into the outlet, batched while the batch before is being written, written one
     * batch at a time. Runs once; the outlet ends it.
     */
    public static RunnableGraph<GseOutlet> create(GseSettings settings, GseCounters counters) {
        var client = new GseClient(settings, counters, InstantSource.system());
        var budget =
                new ByteBudget((int) settings.buffer(), settings.closeAt(), settings.reopenAt(), counters.waitingBytes);
        // The budget bounds what waits; the queue has a place for as many packets as the budget can hold.
        int places = (int) (settings.buffer() / GseBatch.PACKET_OVERHEAD) + 1;
        return Source.<GsePacket>queue(places)
                .via(batch(settings.batch()))
                .via(write(client::send))
                .named("gse")
                .toMat(settle(budget), Keep.both())
                .mapMaterializedValue(ends -> {
                    client.start();
                    var ended = closing(client, ends.second());
                    return new GseOutlet(ends.first(), budget, counters, client, settings.drainTimeout(), ended);
                });
    }

    /** Packets that come while downstream is busy travel together, up to {@code maxBytes}. */
    static Flow<GsePacket, GseBatch, NotUsed> batch(long maxBytes) {
        return Flow.of(GsePacket.class)
                .batchWeighted(maxBytes, packet -> (long) GseBatch.cost(packet), GseBatch::of, GseBatch::add);
    }

    /** One at a time: the order of the packets is kept. */
    static Flow<GseBatch, GseBatch, NotUsed> write(Function<GseBatch, CompletionStage<GseBatch>> send) {
        return Flow.of(GseBatch.class).mapAsync(1, send::apply);
    }

    /** The packets are written or lost: their bytes are free again. */
    private static Sink<GseBatch, CompletionStage<Done>> settle(ByteBudget budget) {
        return Sink.foreach(batch -> batch.packets().forEach(packet -> budget.release(GseBatch.cost(packet))));
    }

    /** The connection ends with the stream, however that ends. */
    private static CompletionStage<Done> closing(GseClient client, CompletionStage<Done> stream) {
        return stream.handle((_, failure) -> client.close()
                        .thenCompose(done -> failure == null
                                ? CompletableFuture.completedStage(done)
                                : CompletableFuture.<Done>failedStage(failure)))
                .thenCompose(Function.identity());
    }
}

package io.bkm.streams.gse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.util.ByteString;

/** A batch on its way to the agent. Once sealed, its frames stay what they are, however often they are written. */
final class GseWork {

    record Frame(GsePacket packet, ByteString bytes) {}

    private final GseBatch batch;
    private final CompletableFuture<GseBatch> done = new CompletableFuture<>();
    private final List<Frame> frames = new ArrayList<>();
    private boolean sealed;
    private int staged;
    private int written;
    private boolean torn;

    GseWork(GseBatch batch) {
        this.batch = batch;
    }

    CompletableFuture<GseBatch> done() {
        return done;
    }

    boolean isSealed() {
        return sealed;
    }

    void seal(HostIdentity host, GseIndex index, long utcSeconds, GseCounters counters) {
        for (var packet : batch.packets()) {
            long dataId = packet.dataId();
            if (dataId <= 0 || dataId > Integer.MAX_VALUE) {
                counters.lost(Lost.NO_DATAID, packet);
                continue;
            }
            var json = Envelope.seal(packet, host, index.next(dataId));
            var frame = new GseFrame.Dynamic((int) dataId, utcSeconds, List.of(), json);
            frames.add(new Frame(packet, frame.encode()));
        }
        sealed = true;
    }

    boolean hasUnstaged() {
        return sealed && staged < frames.size();
    }

    void stageOn(GseConnection connection, long now, GseCounters counters) {
        if (torn) {
            torn = false;
            counters.resent.increment();
        }
        var frame = frames.get(staged++);
        connection.stage(frame.bytes(), now, () -> {
            written++;
            counters.sent(frame.packet(), frame.bytes().size());
        });
    }

    /** The connection has ended. */
    void unstage(boolean wasTorn) {
        staged = written;
        torn |= wasTorn;
    }

    /** Gives up what is not written. */
    void lose(Lost reason, GseCounters counters) {
        if (sealed) {
            frames.subList(written, frames.size()).forEach(frame -> counters.lost(reason, frame.packet()));
        } else {
            batch.packets().forEach(packet -> counters.lost(reason, packet));
        }
        frames.clear();
        sealed = true;
        staged = 0;
        written = 0;
    }

    boolean isFinished() {
        return sealed && written == frames.size();
    }

    void finish() {
        done.complete(batch);
    }
}

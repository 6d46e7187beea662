package io.bkm.streams.fetch;

import java.util.ArrayDeque;
import java.util.zip.Inflater;

/** Inflaters for raw deflate streams, lent out. Each holds about 40 kB outside the heap and is not cheap to make. */
final class Inflaters implements AutoCloseable {

    /** Kept for later; more only pay while more scrapes than that inflate at the same moment. */
    private static final int MAX_IDLE = 8;

    private final ArrayDeque<Inflater> idle = new ArrayDeque<>();
    private boolean closed;

    Inflater take() {
        synchronized (this) {
            var kept = idle.pollFirst();
            if (kept != null) {
                return kept;
            }
        }
        return new Inflater(true);
    }

    void give(Inflater inflater) {
        inflater.reset();
        synchronized (this) {
            if (!closed && idle.size() < MAX_IDLE) {
                idle.addFirst(inflater);
                return;
            }
        }
        inflater.end();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Inflater::end);
        idle.clear();
    }
}

package io.bkm.streams.pipeline;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The buffers of one scrape. Targets are many and scrapes at one moment few, so targets borrow them. */
final class Workbench {

    /** A bench that has grown beyond this is not kept. */
    private static final int MOST_KEPT_BYTES = 4 << 20;

    final JsonBuffer items = new JsonBuffer(64 << 10);
    final SeriesLine line = new SeriesLine();
    final SeriesProgram.Builder builder = new SeriesProgram.Builder();

    /** Benches that wait for their next scrape. */
    static final class Pool {

        private final BlockingQueue<Workbench> idle;

        Pool(int most) {
            idle = new ArrayBlockingQueue<>(most);
        }

        Workbench borrow() {
            var bench = idle.poll();
            return bench == null ? new Workbench() : bench;
        }

        void giveBack(Workbench bench) {
            if (bench.items.capacity() <= MOST_KEPT_BYTES) {
                bench.items.setLength(0);
                var _ = idle.offer(bench);
            }
        }
    }
}

package io.bkm.actors.lease;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The API server's part in it: one Lease, optimistic concurrency, and being away. */
public final class MemoryLease {

    private @Nullable LeaseRecord record;
    private int version;

    synchronized Optional<LeaseRecord> record() {
        return Optional.ofNullable(record);
    }

    /** As somebody else writes it. */
    synchronized void write(@Nullable LeaseRecord next) {
        record = next;
        version++;
    }

    /** As one member reaches it. */
    public Line line() {
        return new Line(this);
    }

    /** A way to it that may be cut. */
    public static final class Line implements LeaseStore {

        private final MemoryLease server;
        private final AtomicBoolean holdsNext = new AtomicBoolean();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile boolean cut;

        private Line(MemoryLease server) {
            this.server = server;
        }

        void cut() {
            cut = true;
        }

        void mend() {
            cut = false;
        }

        /** The next request gets no answer until this is closed; those after it do. */
        void holdNext() {
            holdsNext.set(true);
        }

        @Override
        public Optional<Stored> read() throws IOException {
            reach();
            synchronized (server) {
                return Optional.ofNullable(server.record).map(there -> new Stored(there, "" + server.version));
            }
        }

        @Override
        public Stored create(LeaseRecord first) throws IOException {
            reach();
            synchronized (server) {
                return written(server.record == null, first);
            }
        }

        @Override
        public Stored replace(Stored before, LeaseRecord next) throws IOException {
            reach();
            synchronized (server) {
                return written(server.record != null && before.version().equals("" + server.version), next);
            }
        }

        private Stored written(boolean agreed, LeaseRecord next) throws Overtaken {
            if (!agreed) {
                throw new Overtaken("conflict", new IllegalStateException("version " + server.version));
            }
            server.write(next);
            return new Stored(next, "" + server.version);
        }

        private void reach() throws IOException {
            if (holdsNext.getAndSet(false)) {
                try {
                    closed.await();
                } catch (InterruptedException stopped) {
                    throw new IOException("stopped", stopped);
                }
            }
            if (cut) {
                throw new IOException("nobody answers");
            }
        }

        @Override
        public void close() {
            cut = true;
            closed.countDown();
        }
    }
}

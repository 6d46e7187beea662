package io.bkm.actors.lease;

import java.io.IOException;
import java.util.Optional;

/** Where the one Lease is. Each call may wait for a server; no two are made at once, but where their keeper failed. */
public interface LeaseStore extends AutoCloseable {

    /** @param version of what is stored; each write makes another one */
    record Stored(LeaseRecord record, String version) {}

    /** Somebody else has written, made or deleted it meanwhile. */
    final class Overtaken extends IOException {

        private static final long serialVersionUID = 1;

        public Overtaken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Empty when there is none. */
    Optional<Stored> read() throws IOException;

    /** @throws Overtaken when there is one by now */
    Stored create(LeaseRecord first) throws IOException;

    /** @throws Overtaken when it is not {@code before} any more */
    Stored replace(Stored before, LeaseRecord next) throws IOException;

    @Override
    void close();
}

package io.bkm.actors.mirror;

import java.io.IOException;
import java.util.function.Consumer;

/** Where the Secrets are. One thread calls it; each call may wait for a server. */
interface SecretStore extends AutoCloseable {

    /** What became of a Secret. */
    enum Change {
        CREATED,
        UPDATED,
        /** Somebody else had written the same. */
        NONE
    }

    /** Tells every Secret that is labelled as one of ours. */
    void forEach(Consumer<StoredSecret> action) throws IOException;

    /**
     * Makes a Secret hold this data and nothing else. Other labels, and annotations, of one that exists stay.
     *
     * @throws IOException when it cannot be written, or others keep writing it meanwhile
     */
    Change put(SecretContent content) throws IOException;

    /** Deletes it if it is there. */
    void delete(String name) throws IOException;

    /** The old workers there are now. */
    Workers workers() throws IOException;

    @Override
    void close();
}

package io.bkm.actors.resources;

import java.util.function.Consumer;

/**
 * Where resources come from. The folder of manifests and the Kubernetes API are two implementations; nothing else
 * differs between a laptop and a cluster.
 */
public interface ResourceSource extends AutoCloseable {

    /**
     * Starts watching. The listener gets a complete snapshot once everything was read for the first time, and again
     * after every change; never a partial one. It is called on one thread at a time.
     */
    void start(Consumer<Resources> listener);

    @Override
    void close();
}

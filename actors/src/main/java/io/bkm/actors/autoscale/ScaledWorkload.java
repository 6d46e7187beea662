package io.bkm.actors.autoscale;

/** What is scaled. The calls block, and throw a {@link RuntimeException} when it cannot be reached. */
public interface ScaledWorkload extends AutoCloseable {

    /**
     * @param replicas that it is asked for, not those that run
     * @param version of what was read
     */
    record Replicas(int replicas, String version) {}

    Replicas read();

    /** Asks for {@code replicas}, unless somebody else has changed it since {@code seen}: then it throws. */
    void write(Replicas seen, int replicas);

    @Override
    void close();
}

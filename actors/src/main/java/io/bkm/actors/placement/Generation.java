package io.bkm.actors.placement;

/**
 * Orders the states of a shard. An operator that takes over starts a higher epoch, so whatever it publishes is newer
 * than all that any operator before it published.
 *
 * @param seq counts the changes within an epoch
 */
public record Generation(long epoch, long seq) implements Comparable<Generation> {

    /** Nothing was ever applied. */
    public static final Generation NONE = new Generation(0, 0);

    @Override
    public int compareTo(Generation other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return epoch + "." + seq;
    }
}

package io.bkm.streams.gse;

import java.time.Duration;
import java.time.Instant;

/**
 * Remembers 64-bit hashes of samples for a while, in two generations: the older one goes when the younger one is full
 * or old. So a sample is remembered for one window at least and two at most, or for as many samples as one generation
 * holds. One thread at a time uses it.
 */
final class SeenSamples {

    private final Duration window;
    private final int capacity;
    private HashSet64 young = new HashSet64();
    private HashSet64 old = new HashSet64();
    private Instant bornAt;

    SeenSamples(Duration window, int capacity, Instant now) {
        this.window = window;
        this.capacity = capacity;
        this.bornAt = now;
    }

    /** Whether it is new. */
    boolean add(long hash, Instant now) {
        if (young.size() >= capacity || !now.isBefore(bornAt.plus(window))) {
            old = young;
            young = new HashSet64();
            bornAt = now;
        }
        boolean newToYoung = young.add(hash);
        return newToYoung && !old.contains(hash);
    }

    /** Open addressing; 0 stands for an empty place, so the hash 0 is kept as 1. */
    private static final class HashSet64 {
        private long[] places = new long[1024];
        private int size;

        int size() {
            return size;
        }

        boolean contains(long hash) {
            return places[place(hash == 0 ? 1 : hash)] != 0;
        }

        boolean add(long hash) {
            long kept = hash == 0 ? 1 : hash;
            int place = place(kept);
            if (places[place] != 0) {
                return false;
            }
            places[place] = kept;
            size++;
            if (size > places.length / 2) {
                grow();
            }
            return true;
        }

        private int place(long hash) {
            int mask = places.length - 1;
            int place = (int) (hash ^ (hash >>> 32)) & mask;
            while (places[place] != 0 && places[place] != hash) {
                place = (place + 1) & mask;
            }
            return place;
        }

        private void grow() {
            var before = places;
            places = new long[before.length * 2];
            for (long hash : before) {
                if (hash != 0) {
                    places[place(hash)] = hash;
                }
            }
        }
    }
}

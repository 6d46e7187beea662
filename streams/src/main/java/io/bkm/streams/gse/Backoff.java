package io.bkm.streams.gse;

import java.time.Duration;

/** Pauses between attempts: doubled at each, between two bounds. */
final class Backoff {

    private final Duration min;
    private final Duration max;
    private Duration next;

    Backoff(Duration min, Duration max) {
        this.min = min;
        this.max = max;
        this.next = min;
    }

    Duration next() {
        var pause = next;
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(max) < 0 ? doubled : max;
        return pause;
    }

    void reset() {
        next = min;
    }
}

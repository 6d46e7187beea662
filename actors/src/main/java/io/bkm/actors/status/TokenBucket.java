package io.bkm.actors.status;

import java.time.InstantSource;

/** So many a second, and after a pause so many at once. For one thread. */
final class TokenBucket {

    private final double perMilli;
    private final int burst;
    private final InstantSource clock;
    private double tokens;
    private long at;

    TokenBucket(double perSecond, int burst, InstantSource clock) {
        this.perMilli = perSecond / 1000;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.at = clock.millis();
    }

    boolean isEmpty() {
        fill();
        return tokens < 1;
    }

    /** Also one that is not there yet: it is then missing later. */
    void take() {
        fill();
        tokens--;
    }

    private void fill() {
        long now = clock.millis();
        tokens = Math.min(burst, tokens + Math.max(0, now - at) * perMilli);
        at = now;
    }
}

package io.bkm.actors;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** So that what many do from time to time is not done by all at once. */
public final class Jitter {

    private Jitter() {}

    /** Between 0.8 and 1.2 times as long. */
    public static Duration around(Duration interval) {
        double factor = 0.8 + ThreadLocalRandom.current().nextDouble() * 0.4;
        return Duration.ofMillis((long) (interval.toMillis() * factor));
    }
}

package io.bkm.actors.endpoints;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still until the test moves it. */
final class TestClock implements InstantSource {

    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    void pass(Duration duration) {
        var _ = millis.addAndGet(duration.toMillis());
    }

    void setTo(long at) {
        millis.set(at);
    }
}

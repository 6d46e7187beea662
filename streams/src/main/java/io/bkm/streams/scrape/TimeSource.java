package io.bkm.streams.scrape;

/** What time it is. Tests turn it by hand. */
public interface TimeSource {

    /** Unix milliseconds; may jump when the machine's clock is set. */
    long millis();

    TimeSource SYSTEM = System::currentTimeMillis;
}

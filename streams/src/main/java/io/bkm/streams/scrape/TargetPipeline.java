package io.bkm.streams.scrape;

import io.bkm.streams.gse.Outlet;
import java.time.Duration;

/**
 * What becomes of an endpoint's answers for one target: parse, relabel, limit, encode, hand over. Keeps what is the
 * same at every scrape, so there is one for each target; one thread at a time uses it.
 */
public interface TargetPipeline {

    /**
     * @param scheduledAtMillis when the scrape was due, Unix milliseconds: the time of samples that have none
     * @param took from the request to the last byte of the body
     */
    ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet)
            throws InterruptedException;

    /** The scrape gave no body: writes what is written then ({@code up} 0 …) and returns {@code failed}. */
    ScrapeOutcome fail(ScrapeOutcome.Failed failed, long scheduledAtMillis, Outlet outlet) throws InterruptedException;
}

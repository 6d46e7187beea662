package io.bkm.streams.scrape;

import io.bkm.streams.gse.Outlet;
import java.time.Duration;

/**
 * What becomes of an endpoint's answers for one target: parse, relabel, limit, encode, hand over. Keeps what is the
 * same at every scrape, so there is one for each target; one thread at a time uses it.
 *
 * <p>A sink that ends series (the staleness markers of Prometheus) ends, at {@link #accept}, those that the scrape before
 * had and this one has not; at {@link #fail}, all of them; at {@link #gone}, all and its own about the scrape. A series
 * whose samples bring their own time is not ended, unless the target's {@code trackTimestampsStaleness} asks for it. A
 * pipeline that is merely dropped ends nothing: another member may go on with the target.
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

    /**
     * The target is no more, here or anywhere; nothing is called after it.
     *
     * @param atMillis the first moment at which it was due and not scraped, Unix milliseconds. An interval has passed since:
     *     where something else writes the same series, its samples are newer and win
     */
    void gone(long atMillis, Outlet outlet) throws InterruptedException;
}

package io.bkm.streams.scrape;

import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.Scraping.Missed;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the engine of a member has done since it was made: the source of our own metrics. */
public final class ScrapeCounters {

    private final LongAdder started = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder wireBytes = new LongAdder();
    private final LongAdder bodyBytes = new LongAdder();
    private final LongAdder scraped = new LongAdder();
    private final Map<Reason, LongAdder> failed = adders(Reason.class);
    private final Map<Missed, LongAdder> missed = adders(Missed.class);
    private final DurationHistogram durations = new DurationHistogram();

    /** Scrapes of endpoints, however they ended. */
    public long started() {
        return started.sum();
    }

    /** From the admission until every target's samples are handed over. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Of bodies as they travelled, compressed. */
    public long wireBytes() {
        return wireBytes.sum();
    }

    /** Of bodies, decompressed. */
    public long bodyBytes() {
        return bodyBytes.sum();
    }

    /** Targets scraped; an endpoint's scrape counts once for each of its targets. */
    public long scraped() {
        return scraped.sum();
    }

    /** Targets whose scrape failed, by why. */
    public long failed(Reason reason) {
        return sum(failed, reason);
    }

    /** Scrapes of endpoints that were due and not made. */
    public long missed(Missed reason) {
        return sum(missed, reason);
    }

    /** Of fetches, failed ones included. */
    public DurationHistogram durations() {
        return durations;
    }

    void countStarted() {
        started.increment();
        inFlight.incrementAndGet();
    }

    void countFetched(long wire, long body) {
        wireBytes.add(wire);
        bodyBytes.add(body);
    }

    void countOutcome(ScrapeOutcome outcome) {
        switch (outcome) {
            case Scraped _ -> scraped.increment();
            case Failed failure -> add(failed, failure.reason(), 1);
        }
    }

    void countEnded(Duration took) {
        durations.record(took);
        inFlight.decrementAndGet();
    }

    void countMissed(Missed reason, long count) {
        add(missed, reason, count);
    }

    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> keys) {
        var adders = new EnumMap<K, LongAdder>(keys);
        for (var key : keys.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return adders;
    }

    private static <K> void add(Map<K, LongAdder> adders, K key, long count) {
        var adder = adders.get(key);
        if (adder != null) {
            adder.add(count);
        }
    }

    private static <K> long sum(Map<K, LongAdder> adders, K key) {
        var adder = adders.get(key);
        return adder == null ? 0 : adder.sum();
    }
}

package io.bkm.streams.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** What the pipelines of a member have done since its start; for our own metrics. */
public final class PipelineCounters {

    final LongAdder scraped = new LongAdder();
    final LongAdder kept = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder notFinite = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder planned = new LongAdder();
    final LongAdder packets = new LongAdder();

    /** Samples in the bodies that were read. */
    public long scraped() {
        return scraped.sum();
    }

    /** Samples handed to the outlet. */
    public long kept() {
        return kept.sum();
    }

    /** Samples that metric relabeling dropped. */
    public long dropped() {
        return dropped.sum();
    }

    /** Samples that JSON cannot say: NaN and the infinities. */
    public long notFinite() {
        return notFinite.sum();
    }

    /** Lines that are no sample. */
    public long malformed() {
        return malformed.sum();
    }

    /** Series that were taken apart because the scrape before did not have them. */
    public long planned() {
        return planned.sum();
    }

    /** Packets handed to the outlet. */
    public long packets() {
        return packets.sum();
    }
}

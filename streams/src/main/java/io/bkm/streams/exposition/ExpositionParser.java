package io.bkm.streams.exposition;

/**
 * Walks over an exposition, entry by entry, without an object per entry: what stands at the cursor is read from
 * {@link #entry()}. Accepts and refuses what Prometheus accepts and refuses, at the same entry.
 *
 * <p>Not for sharing between threads; one parser serves one exposition after the other.
 */
public sealed interface ExpositionParser permits TextParser, OpenMetricsParser {

    /** What {@link #next()} found. */
    enum Kind {
        TYPE,
        HELP,
        /** OpenMetrics only. */
        UNIT,
        /** Text format only. */
        COMMENT,
        SERIES,
        /** The body is over, and was well-formed. Stays so. */
        END,
        /** The body is not well-formed; see {@link #malformed()}. Stays so: Prometheus gives up at the first error. */
        MALFORMED
    }

    /** Begins with the bytes [from, to) of {@code buffer}, which must not change until the last entry was read. */
    void reset(byte[] buffer, int from, int to);

    /** Moves to the next entry. Never throws for what an exposition holds. */
    Kind next();

    /** The entry that {@link #next()} moved to; the same object each time. */
    Entry entry();

    /** What the HELP at the cursor says, escapes replaced by the rules of the format. */
    byte[] helpText();

    /**
     * When the counting of the SERIES at the cursor began, Unix milliseconds; 0 when the exposition does not say. Only
     * OpenMetrics can; it may take reading all of the family ahead, so ask only where the answer is used.
     */
    long startTimestampMs();

    /**
     * What is wrong.
     *
     * @throws IllegalStateException unless {@link #next()} gave {@link Kind#MALFORMED}
     */
    Malformed malformed();
}

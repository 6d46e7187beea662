package io.bkm.streams.gse;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in agent has received since its start.
 *
 * @param connections accepted in all
 * @param openConnections of them still open
 * @param tornConnections that ended within a frame
 * @param ignored frames of a type that carries no packet
 * @param invalid packets that are none, and connections with bytes that are no frame
 * @param lastInvalid why the last of those was; "" without one
 * @param doubled samples that came again
 * @param firstSample when the first sample of a scrape came
 * @param byDataId DataIDs beyond ten thousand are counted under 0
 * @param shown the last samples, oldest first
 */
public record GseAgentCounts(
        long connections,
        long openConnections,
        long tornConnections,
        long configRequests,
        long ignored,
        long invalid,
        String lastInvalid,
        long doubled,
        @Nullable Instant firstSample,
        SortedMap<Long, Received> byDataId,
        List<ShownSample> shown) {

    public GseAgentCounts {
        byDataId = Collections.unmodifiableSortedMap(new TreeMap<>(byDataId));
        shown = List.copyOf(shown);
    }

    public long packets() {
        return byDataId.values().stream().mapToLong(Received::packets).sum();
    }

    public long samples() {
        return byDataId.values().stream().mapToLong(Received::samples).sum();
    }

    /**
     * @param bytes of JSON
     */
    public record Received(long packets, long samples, long bytes) {

        static final Received NONE = new Received(0, 0, 0);

        Received plus(int moreSamples, int moreBytes) {
            return new Received(packets + 1, samples + moreSamples, bytes + moreBytes);
        }
    }

    /** An item of a packet's {@code data}. */
    public record ShownSample(long dataId, JsonNode item) {}
}

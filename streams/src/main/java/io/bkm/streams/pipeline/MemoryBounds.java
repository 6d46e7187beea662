package io.bkm.streams.pipeline;

import io.bkm.streams.fetch.FetchSettings;
import io.bkm.streams.gse.GseSettings;
import io.bkm.streams.memory.Heap;
import io.bkm.streams.scrape.ScrapeSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the data path may take of the heap at its worst: the agent stalls while all scrapes that may work do. */
public final class MemoryBounds {

    /** The rest is for the cluster, the assignment, the series of the targets and the garbage collector. */
    private static final double MOST = 0.75;

    /** Of a sample in a packet that is being filled: its JSON, and the room to grow. Bytes. */
    private static final long PER_SAMPLE = 1024;

    private static final double MIB = 1 << 20;

    private MemoryBounds() {}

    /**
     * Refuses settings under which a bad day ends in an OutOfMemoryError.
     *
     * @throws IllegalArgumentException names the bounds, their sum and the heap
     */
    public static void check(
            Heap heap, ScrapeSettings scrape, FetchSettings fetch, PipelineSettings pipeline, GseSettings gse) {
        Map<String, Long> bounds = new LinkedHashMap<>();
        bounds.put("bkm.fetch.buffer-memory", fetch.bufferMemory());
        bounds.put("bkm.gse.buffer", gse.buffer());
        bounds.put(
                "bkm.scrape.max-in-flight x bkm.pipeline.packet-samples x 1 KiB",
                PER_SAMPLE * scrape.maxInFlight() * pipeline.packetSamples());
        long sum = bounds.values().stream().mapToLong(Long::longValue).sum();
        if (sum > heap.maxBytes() * MOST) {
            throw new IllegalArgumentException(bounds.entrySet().stream()
                            .map(bound -> bound.getKey() + " (" + mib(bound.getValue()) + ")")
                            .collect(Collectors.joining(" + "))
                    + ": " + mib(sum) + " (expected: at most 75% of the heap of " + mib(heap.maxBytes())
                    + "; make them smaller or -Xmx larger)");
        }
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }
}

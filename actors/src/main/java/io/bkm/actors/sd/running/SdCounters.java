package io.bkm.actors.sd.running;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a member's discoveries outside of Kubernetes did since it started. Empty where the operator never ran. */
public final class SdCounters {

    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> lookups = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    void running(String mechanism, int more) {
        var _ = running.computeIfAbsent(mechanism, _ -> new AtomicInteger()).addAndGet(more);
    }

    void looked(String mechanism, boolean failed) {
        lookups.computeIfAbsent(mechanism, _ -> new LongAdder()).increment();
        var failedOnes = failures.computeIfAbsent(mechanism, _ -> new LongAdder());
        if (failed) {
            failedOnes.increment();
        }
    }

    /** By mechanism ({@code http_sd}): discoveries that are asked now. */
    public SortedMap<String, Long> running() {
        var sums = new TreeMap<String, Long>();
        running.forEach((mechanism, count) -> sums.put(mechanism, (long) count.get()));
        return sums;
    }

    /** By mechanism: URLs, files or names that were asked. */
    public SortedMap<String, Long> lookups() {
        return sums(lookups);
    }

    /** Of these, those without a usable answer. */
    public SortedMap<String, Long> failures() {
        return sums(failures);
    }

    private static SortedMap<String, Long> sums(Map<String, LongAdder> adders) {
        var sums = new TreeMap<String, Long>();
        adders.forEach((mechanism, adder) -> sums.put(mechanism, adder.sum()));
        return sums;
    }
}

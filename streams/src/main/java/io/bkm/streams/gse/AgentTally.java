package io.bkm.streams.gse;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what the stand-in agent receives, on all its connections. */
final class AgentTally {

    private static final int MAX_DATA_IDS = 10_000;

    private final InstantSource clock;
    private final int shownSamples;
    private final SeenSamples seen;
    private final SortedMap<Long, GseAgentCounts.Received> byDataId = new TreeMap<>();
    private final ArrayDeque<GseAgentCounts.ShownSample> shown = new ArrayDeque<>();
    private long connections;
    private long open;
    private long torn;
    private long configRequests;
    private long ignored;
    private long invalid;
    private long doubled;
    private @Nullable String lastInvalid;
    private @Nullable Instant firstSample;

    AgentTally(GseAgentSettings settings, InstantSource clock) {
        this.clock = clock;
        this.shownSamples = settings.shownSamples();
        this.seen = new SeenSamples(settings.doubledWindow(), settings.doubledSamples(), clock.instant());
    }

    synchronized void opened() {
        connections++;
        open++;
    }

    synchronized void closed(boolean withinFrame) {
        open--;
        torn += withinFrame ? 1 : 0;
    }

    synchronized void configRequest() {
        configRequests++;
    }

    synchronized void ignored() {
        ignored++;
    }

    synchronized void invalid(String reason) {
        invalid++;
        lastInvalid = reason;
    }

    synchronized void received(ReceivedPacket packet) {
        long key = byDataId.containsKey(packet.dataId()) || byDataId.size() < MAX_DATA_IDS ? packet.dataId() : 0;
        var before = byDataId.getOrDefault(key, GseAgentCounts.Received.NONE);
        byDataId.put(key, before.plus(packet.samples(), packet.bytes()));
        var now = clock.instant();
        if (firstSample == null && packet.type().equals(GsePacket.Type.METRICBEAT.text()) && packet.samples() > 0) {
            firstSample = now;
        }
        packet.json().path("data").forEach(item -> sample(packet, item, now));
    }

    private void sample(ReceivedPacket packet, JsonNode item, Instant now) {
        shown.addLast(new GseAgentCounts.ShownSample(packet.dataId(), item));
        if (shown.size() > shownSamples) {
            var _ = shown.removeFirst();
        }
        for (var metric : item.path("metrics").properties()) {
            if (!seen.add(hash(packet, item, metric.getKey()), now)) {
                doubled++;
            }
        }
    }

    /**
     * What makes a sample the one it is. The packet's time is part of it: an exposition with time stamps of its own
     * gives the same sample at every scrape, and rightly so.
     */
    private static long hash(ReceivedPacket packet, JsonNode item, String metric) {
        long dimensions = 0;
        for (var dimension : item.path("dimension").properties()) {
            dimensions += mix(
                    hash(dimension.getKey()) + 31 * hash(dimension.getValue().textValue()));
        }
        long times = mix(item.path("timestamp").asLong() + mix(packet.timeSeconds()));
        return mix(mix(dimensions + mix(packet.dataId())) + 31 * hash(metric) + times);
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 0x9E3779B97F4A7C15L + text.charAt(i);
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }

    synchronized GseAgentCounts counts() {
        return new GseAgentCounts(
                connections,
                open,
                torn,
                configRequests,
                ignored,
                invalid,
                lastInvalid == null ? "" : lastInvalid,
                doubled,
                firstSample,
                byDataId,
                List.copyOf(new ArrayList<>(shown)));
    }
}

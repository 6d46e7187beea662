package io.bkm.streams.gse;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the way to the agent did since the start, for our own metrics. In brackets the name that libgse gives the same
 * thing (specs/bkmonitor-operator.md 10.12). Safe for use by many threads.
 */
public final class GseCounters {

    /** DataIDs beyond the first {@code maxDataIds} are counted together under this one. */
    public static final long OTHER_DATA_IDS = 0;

    final LongAdder connects = new LongAdder();
    final LongAdder connectFailures = new LongAdder();
    final LongAdder agentCloses = new LongAdder();
    final LongAdder writeTimeouts = new LongAdder();
    final LongAdder resent = new LongAdder();
    final LongAdder agentInfoReceived = new LongAdder();
    final LongAdder agentInfoFailed = new LongAdder();
    final LongAdder waitingBytes = new LongAdder();

    private final int maxDataIds;
    private final Map<Long, Tally> sent = new ConcurrentHashMap<>();
    private final Map<Lost, Tally> lost = new EnumMap<>(Lost.class);
    private volatile boolean connected;

    /**
     * @param maxDataIds how many DataIDs are counted one by one
     */
    public GseCounters(int maxDataIds) {
        this.maxDataIds = maxDataIds;
        for (var reason : Lost.values()) {
            lost.put(reason, new Tally());
        }
    }

    void connected(boolean now) {
        connected = now;
    }

    void sent(GsePacket packet, int frameBytes) {
        var known = sent.get(packet.dataId());
        if (known == null) {
            long key = sent.size() < maxDataIds ? packet.dataId() : OTHER_DATA_IDS;
            known = sent.computeIfAbsent(key, _ -> new Tally());
        }
        known.add(packet.samples(), frameBytes);
    }

    void lost(Lost reason, GsePacket packet) {
        tally(reason).add(packet.samples(), packet.items().size());
    }

    private Tally tally(Lost reason) {
        var tally = lost.get(reason);
        if (tally == null) {
            throw new IllegalStateException("no tally for " + reason);
        }
        return tally;
    }

    /** All of it as it is now; the figures are read one after the other, not in one instant. */
    public Snapshot snapshot() {
        var sentNow = new TreeMap<Long, Count>();
        sent.forEach((dataId, tally) -> sentNow.put(dataId, tally.count()));
        var lostNow = new EnumMap<Lost, Count>(Lost.class);
        lost.forEach((reason, tally) -> lostNow.put(reason, tally.count()));
        return new Snapshot(
                connected,
                connects.sum(),
                connectFailures.sum(),
                agentCloses.sum(),
                writeTimeouts.sum(),
                resent.sum(),
                agentInfoReceived.sum(),
                agentInfoFailed.sum(),
                waitingBytes.sum(),
                sentNow,
                lostNow);
    }

    /**
     * @param connects connections made (gse_client_connected)
     * @param connectFailures attempts that failed (gse_client_connect_failed)
     * @param agentCloses connections that the agent ended (gse_client_server_close)
     * @param writeTimeouts connections given up because the agent took no byte for too long (gse_client_send_timeout)
     * @param resent frames of which a part was written and that were sent whole on a new connection
     *     (gse_client_send_retry); an agent that had the whole of one sees it twice, with one index
     * @param agentInfoReceived answers with the agent's info (gse_agent_received)
     * @param agentInfoFailed answers that were no agent info, or did not say which host it is (gse_agent_info_failed)
     * @param waitingBytes packets put and not yet written
     * @param sent written whole, by DataID (gse_send_total, gse_publish_total); {@link #OTHER_DATA_IDS} for the rest
     * @param lost never sent, by reason (gse_publish_dropped, gse_publish_failed)
     */
    public record Snapshot(
            boolean connected,
            long connects,
            long connectFailures,
            long agentCloses,
            long writeTimeouts,
            long resent,
            long agentInfoReceived,
            long agentInfoFailed,
            long waitingBytes,
            Map<Long, Count> sent,
            Map<Lost, Count> lost) {

        public Snapshot {
            sent = Collections.unmodifiableMap(sent);
            lost = Collections.unmodifiableMap(lost);
        }
    }

    /**
     * @param bytes of frames when sent, of items when lost
     */
    public record Count(long packets, long samples, long bytes) {}

    private static final class Tally {
        private final LongAdder packets = new LongAdder();
        private final LongAdder samples = new LongAdder();
        private final LongAdder bytes = new LongAdder();

        void add(int moreSamples, int moreBytes) {
            packets.increment();
            samples.add(moreSamples);
            bytes.add(moreBytes);
        }

        Count count() {
            return new Count(packets.sum(), samples.sum(), bytes.sum());
        }
    }
}

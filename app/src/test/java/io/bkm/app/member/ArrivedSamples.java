package io.bkm.app.member;

import io.bkm.streams.gse.AgentInfo;
import io.bkm.streams.gse.GseAgent;
import io.bkm.streams.gse.GseAgentSettings;
import io.bkm.streams.gse.ReceivedPacket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent that remembers when the samples of a {@link CountingExporter} were taken. Of targets scraped each second. */
final class ArrivedSamples implements AutoCloseable {

    static final long INTERVAL = 1000;

    /** By path, the timestamps of its samples in the order in which they came. */
    private final Map<String, CopyOnWriteArrayList<Long>> samples = new ConcurrentHashMap<>();

    private final GseAgent agent;

    private ArrivedSamples(Path socket) throws IOException {
        agent = GseAgent.start(
                GseAgentSettings.at(socket), new AgentInfo(0, 2, 0, "127.0.0.1", "test", "", ""), this::received);
    }

    static ArrivedSamples at(Path socket) throws IOException {
        return new ArrivedSamples(socket);
    }

    GseAgent agent() {
        return agent;
    }

    private void received(ReceivedPacket packet) {
        packet.json().path("data").forEach(item -> {
            if (item.path("metrics").has(CountingExporter.METRIC)) {
                samples.computeIfAbsent(item.path("dimension").path("path").asText(), _ -> new CopyOnWriteArrayList<>())
                        .add(item.path("timestamp").asLong());
            }
        });
    }

    /** Where in the interval the last two samples are; -1 when they are not at one place. */
    long phase(String path) {
        var times = of(path);
        int last = times.size() - 1;
        long phase = last < 1 ? -1 : times.get(last) % INTERVAL;
        return phase == (last < 1 ? 0 : times.get(last - 1) % INTERVAL) ? phase : -1;
    }

    /** Instants of which there is more than one sample. */
    long doubled(String path) {
        var times = of(path);
        return times.size() - times.stream().distinct().count();
    }

    /** Of each path, how many instants after {@code since} have no sample between two that have. */
    LongSummaryStatistics missed(List<String> paths, long since) {
        return paths.stream().mapToLong(path -> missed(path, since)).summaryStatistics();
    }

    private long missed(String path, long since) {
        var times = of(path);
        long missed = 0;
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) > since) {
                missed += Math.max(0, Math.round((times.get(i) - times.get(i - 1)) / (double) INTERVAL) - 1);
            }
        }
        return missed;
    }

    private List<Long> of(String path) {
        return samples.getOrDefault(path, new CopyOnWriteArrayList<>());
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }
}

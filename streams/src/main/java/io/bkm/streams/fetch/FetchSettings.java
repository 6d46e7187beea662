package io.bkm.streams.fetch;

import com.typesafe.config.Config;
import io.bkm.streams.memory.Heap;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/** The {@code bkm.fetch} section. What each key means, and its default: see reference.conf. */
public record FetchSettings(
        List<String> acceptedFormats,
        Duration connectTimeout,
        int maxHeadSize,
        long bufferMemory,
        long idleBufferMemory,
        Duration tlsKeepAliveInterval,
        int lookupThreads) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.fetch");

    public FetchSettings {
        acceptedFormats = List.copyOf(acceptedFormats);
        SECTION.expect(
                !AcceptHeader.spoken(acceptedFormats).isEmpty(),
                "accepted-formats",
                acceptedFormats,
                "some of " + AcceptHeader.FORMATS.keySet());
        requireAtLeast(1, "connect-timeout", connectTimeout.toMillis());
        requireAtLeast(1024, "max-head-size", maxHeadSize);
        requireAtLeast(1 << 20, "buffer-memory", bufferMemory);
        requireAtLeast(0, "idle-buffer-memory", idleBufferMemory);
        requireAtLeast(0, "tls-keep-alive-interval", tlsKeepAliveInterval.toMillis());
        requireAtLeast(1, "lookup-threads", lookupThreads);
    }

    /** Reads them from the whole configuration; sizes may be shares of this JVM's heap. */
    public static FetchSettings from(Config config) {
        return from(config, Heap.ofThisJvm());
    }

    public static FetchSettings from(Config config, Heap heap) {
        var fetch = config.getConfig("bkm.fetch");
        return new FetchSettings(
                fetch.getStringList("accepted-formats"),
                fetch.getDuration("connect-timeout"),
                Math.toIntExact(fetch.getBytes("max-head-size")),
                heap.size(config, "bkm.fetch.buffer-memory"),
                heap.size(config, "bkm.fetch.idle-buffer-memory"),
                fetch.getDuration("tls-keep-alive-interval"),
                fetch.getInt("lookup-threads"));
    }

    public BodyBuffers createBuffers() {
        return new BodyBuffers(bufferMemory, idleBufferMemory);
    }

    private static void requireAtLeast(long least, String key, long value) {
        SECTION.expect(value >= least, key, value, ">= " + least);
    }
}

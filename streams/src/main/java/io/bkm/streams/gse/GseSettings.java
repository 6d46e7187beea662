package io.bkm.streams.gse;

import com.typesafe.config.Config;
import io.bkm.streams.memory.Heap;
import io.bkm.streams.settings.SettingsSection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The {@code bkm.gse} section. What each key means, and its default: see reference.conf.
 *
 * @param buffer in bytes
 * @param batch in bytes
 * @param writeBuffer in bytes
 */
public record GseSettings(
        Path endpoint,
        long buffer,
        double closeAt,
        double reopenAt,
        long batch,
        int writeBuffer,
        Duration writeTimeout,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration drainTimeout,
        Duration agentInfoInterval,
        Duration agentInfoRetry,
        String indexFile,
        String hostIdFile,
        long cloudId,
        String hostIp,
        long hostId,
        long bizId,
        String hostname,
        int maxDataIds) {

    /** Linux' limit for the path of a Unix socket, without its final zero. */
    private static final int MAX_ENDPOINT_BYTES = 107;

    private static final SettingsSection SECTION = new SettingsSection("bkm.gse");

    public GseSettings {
        int endpointBytes = endpoint.toString().getBytes(StandardCharsets.UTF_8).length;
        SECTION.expect(
                endpointBytes > 0 && endpointBytes <= MAX_ENDPOINT_BYTES,
                "endpoint",
                endpoint,
                "1 to " + MAX_ENDPOINT_BYTES + " bytes");
        SECTION.expect(buffer >= 1024 && buffer <= Integer.MAX_VALUE, "buffer", buffer, "1 KiB to 2 GiB");
        SECTION.expect(closeAt > 0 && closeAt <= 1, "close-at", closeAt, "> 0 and <= 1");
        SECTION.expect(reopenAt >= 0 && reopenAt <= closeAt, "reopen-at", reopenAt, ">= 0 and <= close-at, " + closeAt);
        SECTION.expect(batch > 0, "batch", batch, "> 0");
        SECTION.expect(writeBuffer >= 1024, "write-buffer", writeBuffer, ">= 1 KiB");
        SECTION.positive("write-timeout", writeTimeout);
        SECTION.positive("reconnect-min", reconnectMin);
        SECTION.expect(
                reconnectMax.compareTo(reconnectMin) >= 0,
                "reconnect-max",
                reconnectMax,
                ">= reconnect-min, " + reconnectMin);
        SECTION.notNegative("drain-timeout", drainTimeout);
        SECTION.positive("agent-info-interval", agentInfoInterval);
        SECTION.positive("agent-info-retry", agentInfoRetry);
        SECTION.expect(cloudId >= -1, "cloud-id", cloudId, ">= -1");
        SECTION.expect(hostId >= 0, "host-id", hostId, ">= 0");
        SECTION.expect(bizId >= 0, "biz-id", bizId, ">= 0");
        SECTION.expect(maxDataIds > 0, "max-data-ids", maxDataIds, "> 0");
    }

    /**
     * @param root the whole configuration
     */
    public static GseSettings from(Config root) {
        return from(root, Heap.ofThisJvm());
    }

    /**
     * @param root the whole configuration
     * @param heap what a buffer given in percent is a share of
     */
    public static GseSettings from(Config root, Heap heap) {
        Config gse = root.getConfig("bkm.gse");
        return new GseSettings(
                Path.of(gse.getString("endpoint")),
                Math.min(Integer.MAX_VALUE, heap.size(root, "bkm.gse.buffer")),
                gse.getDouble("close-at"),
                gse.getDouble("reopen-at"),
                gse.getBytes("batch"),
                Math.toIntExact(gse.getBytes("write-buffer")),
                gse.getDuration("write-timeout"),
                gse.getDuration("reconnect-min"),
                gse.getDuration("reconnect-max"),
                gse.getDuration("drain-timeout"),
                gse.getDuration("agent-info-interval"),
                gse.getDuration("agent-info-retry"),
                gse.getString("index-file"),
                gse.getString("host-id-file"),
                gse.getLong("cloud-id"),
                firstOf(gse.getString("host-ip")),
                gse.getLong("host-id"),
                gse.getLong("biz-id"),
                gse.getString("hostname"),
                gse.getInt("max-data-ids"));
    }

    /** Deployments of the original write several addresses, separated by commas; the first one counts. */
    private static String firstOf(String addresses) {
        return addresses.split(",", 2)[0].strip();
    }
}

package io.bkm.streams.gse;

import com.typesafe.config.Config;
import io.bkm.streams.memory.Heap;
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

    public GseSettings {
        int endpointBytes = endpoint.toString().getBytes(StandardCharsets.UTF_8).length;
        check(
                endpointBytes > 0 && endpointBytes <= MAX_ENDPOINT_BYTES,
                "endpoint",
                endpoint,
                "1 to " + MAX_ENDPOINT_BYTES + " bytes");
        check(buffer >= 1024 && buffer <= Integer.MAX_VALUE, "buffer", buffer, "1 KiB to 2 GiB");
        check(closeAt > 0 && closeAt <= 1, "close-at", closeAt, "> 0 and <= 1");
        check(reopenAt >= 0 && reopenAt <= closeAt, "reopen-at", reopenAt, ">= 0 and <= close-at, " + closeAt);
        check(batch > 0, "batch", batch, "> 0");
        check(writeBuffer >= 1024, "write-buffer", writeBuffer, ">= 1 KiB");
        check(isPositive(writeTimeout), "write-timeout", writeTimeout, "> 0");
        check(isPositive(reconnectMin), "reconnect-min", reconnectMin, "> 0");
        check(
                reconnectMax.compareTo(reconnectMin) >= 0,
                "reconnect-max",
                reconnectMax,
                ">= reconnect-min, " + reconnectMin);
        check(!drainTimeout.isNegative(), "drain-timeout", drainTimeout, ">= 0");
        check(isPositive(agentInfoInterval), "agent-info-interval", agentInfoInterval, "> 0");
        check(isPositive(agentInfoRetry), "agent-info-retry", agentInfoRetry, "> 0");
        check(cloudId >= -1, "cloud-id", cloudId, ">= -1");
        check(hostId >= 0, "host-id", hostId, ">= 0");
        check(bizId >= 0, "biz-id", bizId, ">= 0");
        check(maxDataIds > 0, "max-data-ids", maxDataIds, "> 0");
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

    private static boolean isPositive(Duration duration) {
        return duration.isPositive();
    }

    private static void check(boolean good, String key, Object value, String expected) {
        if (!good) {
            throw new IllegalArgumentException("bkm.gse." + key + ": " + value + " (expected: " + expected + ")");
        }
    }
}

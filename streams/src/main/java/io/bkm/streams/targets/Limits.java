package io.bkm.streams.targets;

/**
 * What a scrape may hold at most; 0 means no limit. Over a limit the whole scrape fails, as in Prometheus.
 *
 * @param bodySize bytes, after decompression
 * @param samples after metric relabeling
 * @param labels per series, {@code __name__} included
 * @param labelNameLength bytes
 * @param labelValueLength bytes
 */
public record Limits(long bodySize, long samples, long labels, long labelNameLength, long labelValueLength) {

    public static final Limits NONE = new Limits(0, 0, 0, 0, 0);
}

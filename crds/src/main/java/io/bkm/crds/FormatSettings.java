package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exposition formats that a monitor asks for, and what becomes of histograms. */
public interface FormatSettings {

    /** In the order of preference, as {@code PrometheusText0.0.4}. Empty: the default order. */
    List<String> scrapeProtocols();

    /** The format of a body whose Content-Type says nothing that we know. */
    @Nullable
    String fallbackScrapeProtocol();

    /** Scrape the classic buckets also where a native histogram is there. */
    @Nullable
    Boolean scrapeClassicHistograms();

    @Nullable
    Long nativeHistogramBucketLimit();

    /** A Kubernetes quantity, as {@code 1.1} or {@code 1100m}. */
    @Nullable
    String nativeHistogramMinBucketFactor();

    @Nullable
    Boolean convertClassicHistogramsToNHCB();
}

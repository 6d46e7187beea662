package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** Limits of a monitor. Absent and 0 mean: no limit. */
public interface LimitSettings {

    /** Samples of one scrape, after metric relabeling. */
    @Nullable
    Long sampleLimit();

    @Nullable
    Long targetLimit();

    /** Labels of one sample. */
    @Nullable
    Long labelLimit();

    @Nullable
    Long labelNameLengthLimit();

    @Nullable
    Long labelValueLengthLimit();

    /** Targets dropped by relabeling that are kept for people to look at. */
    @Nullable
    Long keepDroppedTargets();

    /** Size of an uncompressed body, as {@code 10MB} or {@code 1GiB}. Probes and ScrapeConfigs lack it. */
    default @Nullable String bodySizeLimit() {
        return null;
    }
}

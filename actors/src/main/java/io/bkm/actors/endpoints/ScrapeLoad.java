package io.bkm.actors.endpoints;

import java.util.stream.Stream;

/**
 * What the scraping of some targets costs.
 *
 * @param targets all of them
 * @param measured those whose last scrape succeeded; the two sums are of these
 * @param samplesPerSecond before metric relabeling, as that is what is read
 * @param bytesPerSecond of the bodies, unpacked
 */
public record ScrapeLoad(long targets, long measured, double samplesPerSecond, double bytesPerSecond) {

    public static final ScrapeLoad NONE = new ScrapeLoad(0, 0, 0, 0);

    public ScrapeLoad plus(ScrapeLoad other) {
        return new ScrapeLoad(
                targets + other.targets,
                measured + other.measured,
                samplesPerSecond + other.samplesPerSecond,
                bytesPerSecond + other.bytesPerSecond);
    }

    static ScrapeLoad sum(Stream<ScrapeLoad> loads) {
        return loads.reduce(NONE, ScrapeLoad::plus);
    }

    /** As if the targets that are down were like the others: one that is down now may be up in a minute. */
    public ScrapeLoad extrapolated() {
        if (measured == 0) {
            return this;
        }
        double factor = (double) targets / measured;
        return new ScrapeLoad(targets, targets, samplesPerSecond * factor, bytesPerSecond * factor);
    }
}

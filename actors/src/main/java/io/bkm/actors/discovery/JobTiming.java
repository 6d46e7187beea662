package io.bkm.actors.discovery;

import io.bkm.crds.PrometheusDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How often, and how long at most, the targets of a pool are scraped unless a rule says otherwise. */
record JobTiming(Duration interval, Duration timeout) {

    /**
     * As prometheus-operator checks and Prometheus fills in: an interval of 0 is none, a timeout left out is the default
     * one or, if that is shorter, the interval.
     *
     * @param interval as written, null or "" when left out
     * @param at path of the two fields, with a dot at its end
     * @param intervalField its name, which ScrapeConfigs spell differently
     */
    static JobTiming of(
            @Nullable String interval,
            @Nullable String timeout,
            ExpansionSettings settings,
            String at,
            String intervalField)
            throws Refusal {
        var written = parse(interval, at + intervalField);
        var timeoutWritten = parse(timeout, at + "scrapeTimeout");
        // An interval that is written as 0 is compared as it stands, one that is left out by its default.
        var compared = written == null ? settings.defaultInterval() : written;
        if (timeoutWritten != null && timeoutWritten.compareTo(compared) > 0) {
            throw new Refusal(
                    at + "scrapeTimeout",
                    String.valueOf(timeout),
                    "at most the interval, " + PrometheusDuration.format(compared));
        }
        var finalInterval = written == null || written.isZero() ? settings.defaultInterval() : written;
        if (timeoutWritten != null && !timeoutWritten.isZero()) {
            return new JobTiming(finalInterval, timeoutWritten);
        }
        return new JobTiming(finalInterval, settings.timeoutWithin(finalInterval));
    }

    /** What is written; a duration of 0 is none, as for Prometheus. */
    static Duration orElse(@Nullable String text, Duration otherwise, String field) throws Refusal {
        var written = parse(text, field);
        return written == null || written.isZero() ? otherwise : written;
    }

    private static @Nullable Duration parse(@Nullable String text, String field) throws Refusal {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return PrometheusDuration.parse(text)
                .orElseThrow(() -> new Refusal(field, text, "a duration such as 30s or 1m30s"));
    }
}

package io.bkm.actors.mirror;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Durations that the old workers can read: they know no days, weeks and years, and leave a task with such a one out
 * without a word (specs/bkmonitor-operator.md W29).
 */
final class GoDuration {

    private static final Pattern BOTH_READ = Pattern.compile("(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?");

    private GoDuration() {}

    /** @param written the duration in its author's words, kept where they mean the same to a worker */
    static String of(Duration duration, String written) {
        return !written.isEmpty()
                        && BOTH_READ.matcher(written).matches()
                        && io.bkm.streams.targets.PrometheusDuration.parse(written)
                                .equals(duration)
                ? written
                : of(duration);
    }

    static String of(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}

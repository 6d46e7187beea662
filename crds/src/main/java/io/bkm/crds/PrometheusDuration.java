package io.bkm.crds;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations in Prometheus' syntax: {@code 30s}, {@code 1h30m}, {@code 1d}. Behaves as {@code model.ParseDuration} and
 * {@code Duration.String} of prometheus/common: a year is 365 days, a value is at most 2^63 - 1 nanoseconds.
 */
public final class PrometheusDuration {

    // java.util.regex is safe here: each group is a run of digits closed by a different unit, so nothing backtracks.
    private static final Pattern SYNTAX = Pattern.compile(
            "0|(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");

    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {
        365L * 24 * 60 * 60 * 1000,
        7L * 24 * 60 * 60 * 1000,
        24L * 60 * 60 * 1000,
        60L * 60 * 1000,
        60L * 1000,
        1000L,
        1L
    };
    private static final long MAX_NANOS_IN_MILLIS = Long.MAX_VALUE / 1_000_000;

    private PrometheusDuration() {}

    /** Empty where the text is no duration, is "", or is longer than 292 years. */
    public static Optional<Duration> parse(String text) {
        var matcher = SYNTAX.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        long millis = 0;
        try {
            for (int i = 0; i < MILLIS.length; i++) {
                var digits = matcher.group(i + 1);
                if (digits != null) {
                    millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(digits), MILLIS[i]));
                }
            }
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return Optional.empty();
        }
        return millis > MAX_NANOS_IN_MILLIS ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /**
     * As Prometheus prints it: {@code 60s} is {@code 1m}, {@code 90s} is {@code 1m30s}, 0 is {@code 0s}. Years and weeks
     * only where nothing remains: {@code 8d}, not {@code 1w1d}. What is below a millisecond is left out.
     */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        if (millis < 0) {
            text.append('-');
            millis = -millis;
        }
        for (int i = 0; i < MILLIS.length; i++) {
            boolean onlyWhole = i < 2;
            if (onlyWhole && millis % MILLIS[i] != 0) {
                continue;
            }
            long count = millis / MILLIS[i];
            if (count > 0) {
                text.append(count).append(UNITS[i]);
                millis -= count * MILLIS[i];
            }
        }
        return text.toString();
    }
}

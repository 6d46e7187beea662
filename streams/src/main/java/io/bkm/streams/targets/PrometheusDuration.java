package io.bkm.streams.targets;

import io.bkm.streams.labels.Utf8;
import java.time.Duration;
import java.util.List;

/** Durations as Prometheus writes them: {@code 1m30s}, {@code 500ms}, {@code 0} (common/model, Duration). */
public final class PrometheusDuration {

    private record Unit(String name, long millis) {}

    /** From the biggest to the smallest, the order in which they may occur. A year is 365 days. */
    private static final List<Unit> UNITS = List.of(
            new Unit("y", 365 * 86_400_000L),
            new Unit("w", 7 * 86_400_000L),
            new Unit("d", 86_400_000L),
            new Unit("h", 3_600_000L),
            new Unit("m", 60_000L),
            new Unit("s", 1_000L),
            new Unit("ms", 1L));

    /** Prometheus counts nanoseconds in 63 bits: about 292 years. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private PrometheusDuration() {}

    /** @throws IllegalArgumentException with Prometheus' words when {@code text} is not a duration */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty duration string");
        }
        long millis = 0;
        int lastUnit = -1;
        int at = 0;
        while (at < text.length()) {
            int unitStart = skip(text, at, true);
            int unitEnd = skip(text, unitStart, false);
            if (unitStart == at || unitEnd == unitStart) {
                throw notADuration(text);
            }
            long count = count(text, at, unitStart);
            int unit = unit(text.substring(unitStart, unitEnd), text);
            if (unit <= lastUnit) {
                throw notADuration(text);
            }
            lastUnit = unit;
            long unitMillis = UNITS.get(unit).millis();
            if (Long.compareUnsigned(count, MAX_MILLIS / unitMillis) > 0) {
                throw new IllegalArgumentException("duration out of range");
            }
            millis += count * unitMillis;
            if (millis > MAX_MILLIS) {
                throw new IllegalArgumentException("duration out of range");
            }
            at = unitEnd;
        }
        return Duration.ofMillis(millis);
    }

    /** The way Prometheus prints it: years and weeks only when nothing is left over, zero is {@code 0s}. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        for (var unit : UNITS) {
            boolean onlyWhole = unit.name().equals("y") || unit.name().equals("w");
            if (rest < unit.millis() || (onlyWhole && rest % unit.millis() != 0)) {
                continue;
            }
            text.append(rest / unit.millis()).append(unit.name());
            rest %= unit.millis();
        }
        return text.toString();
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
            at++;
        }
        return at;
    }

    private static int unit(String name, String text) {
        for (int i = 0; i < UNITS.size(); i++) {
            if (UNITS.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("unknown unit " + Utf8.quote(name) + " in duration " + Utf8.quote(text));
    }

    /** Unsigned. */
    private static long count(String text, int start, int end) {
        try {
            return Long.parseUnsignedLong(text, start, end, 10);
        } catch (NumberFormatException _) {
            throw notADuration(text); // more than 64 bits
        }
    }

    private static IllegalArgumentException notADuration(String text) {
        return new IllegalArgumentException("not a valid duration string: " + Utf8.quote(text));
    }
}

package io.bkm.streams.pipeline;

/**
 * Times of samples as bkmonitorbeat reads them (specs/bkmonitor-operator.md 9.5): the unit is guessed from the size, and
 * the result is whole seconds.
 */
final class Timestamps {

    private static final long TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600L;

    private Timestamps() {}

    /**
     * @param text of the exposition: milliseconds in the text format, seconds with a fraction in OpenMetrics
     * @param nowMillis taken when the text is 0, negative or older than two years
     * @return Unix milliseconds, a multiple of 1000
     * @throws NumberFormatException when it is not a number
     */
    static long normalize(String text, long nowMillis) {
        return normalize(text.indexOf('.') < 0 ? Long.parseLong(text) : Double.parseDouble(text), nowMillis);
    }

    /** As above, of a number. */
    static long normalize(double value, long nowMillis) {
        long now = nowMillis / 1000;
        double seconds;
        if (value < 1e6) {
            seconds = value * 60;
        } else if (value < 1e12) {
            seconds = value;
        } else if (value < 1e15) {
            seconds = value / 1e3;
        } else if (value < 1e18) {
            seconds = value / 1e6;
        } else {
            seconds = value / 1e9;
        }
        long whole = (long) Math.floor(seconds);
        return (value <= 0 || whole < now - TWO_YEARS_SECONDS ? now : whole) * 1000;
    }
}

package io.bkm.actors.discovery;

import java.io.Serial;

/**
 * Something in a monitor is wrong, so all of it is left out. Leaves the checks early, from as deep as they are; is
 * caught where the monitor's jobs are made and becomes a {@link Rejected} there.
 */
final class Refusal extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param field path within the monitor: {@code spec.endpoints[0].port}
     * @param value never a secret
     * @param expected what would be right, in words
     */
    Refusal(String field, String value, String expected) {
        this(field + ": " + value + " (expected: " + expected + ")");
    }

    Refusal(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

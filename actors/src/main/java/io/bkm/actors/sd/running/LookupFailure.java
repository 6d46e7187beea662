package io.bkm.actors.sd.running;

import java.io.Serial;

/** A discovery could not be asked, or its answer cannot be read. Expected: no stack trace. */
final class LookupFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason says what was asked and what was expected; never a credential, and the same for the same failure */
    LookupFailure(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

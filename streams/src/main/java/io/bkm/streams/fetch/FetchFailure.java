package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;

/** Carries a failure up to where it becomes a {@link FetchResult.Failed}. No stack trace: it is not a bug. */
final class FetchFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param detail without host and port, which are put before it, and without credentials */
    FetchFailure(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

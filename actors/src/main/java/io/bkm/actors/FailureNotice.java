package io.bkm.actors;

import org.slf4j.Logger;

/** Logs a failure of something that is tried again and again: when it begins or changes, and when it is over. */
public final class FailureNotice {

    private final Logger log;
    private final String begins;
    private final String ends;
    private String current = "";

    /**
     * @param begins what is logged, with the reason, as a warning
     * @param ends what is logged when all is well again
     */
    public FailureNotice(Logger log, String begins, String ends) {
        this.log = log;
        this.begins = begins;
        this.ends = ends;
    }

    public void failed(Throwable failure) {
        var reason = String.valueOf(failure.getMessage());
        if (!reason.equals(current)) {
            log.atWarn().addKeyValue("reason", reason).log(begins);
            current = reason;
        }
    }

    public void succeeded() {
        if (!current.isEmpty()) {
            log.info(ends);
            current = "";
        }
    }
}

package io.bkm.streams.gse;

/** Why a packet never reached the agent. The label is a tag of our own metrics: never rename one. */
public enum Lost {
    /** Still waiting when the time to drain was over. */
    SHUTDOWN("shutdown"),
    /** Its DataID is not in 1 to 2^31-1: nobody would know whose it is. */
    NO_DATAID("no_dataid"),
    BUG("bug");

    private final String label;

    Lost(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
